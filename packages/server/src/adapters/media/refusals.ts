import { MediaFull, MediaRefused, WorkerGone } from '@sky-genesis/media';
import { AppError } from '../../kernel/index.ts';

/** What the engine refused, as the product names it. */
export function refusalOf(cause: unknown): unknown {
  if (cause instanceof MediaFull) return new AppError('media_full', { cause, retryAfterS: 5 });
  if (cause instanceof WorkerGone) return new AppError('media_unavailable', { cause });
  if (!(cause instanceof MediaRefused)) return cause;
  switch (cause.code) {
    case 'description_refused':
    case 'transport_refused': {
      const reason = cause.message.replace(/\.$/, '');
      return new AppError('sdp_invalid', { cause, params: { reason } });
    }
    case 'no_port':
      return new AppError('media_full', { cause, retryAfterS: 5 });
    case 'unknown_media':
      return new AppError('media_stale', { cause });
    default:
      return new AppError('media_unavailable', { cause });
  }
}
