import { AppError } from '../../kernel/index.ts';
import type { Route } from './route.ts';

/** A body that is no JSON, as its parser hands it on. */
export class TextBody {
  readonly mediaType: string;
  readonly text: string;

  constructor(mediaType: string, text: string) {
    this.mediaType = mediaType;
    this.text = text;
  }
}

/** A body of another type than a route takes. */
export function wrongType(bodyType: string | undefined): AppError {
  const type = bodyType ?? 'application/json';
  return new AppError('unsupported_media_type', { params: { type } });
}

/**
 * The body as a route's schema is to see it.
 * @throws AppError `unsupported_media_type` for one of another type than the route's
 */
export function bodyFor({ bodyType }: Pick<Route, 'bodyType'>, body: unknown): unknown {
  const given = body instanceof TextBody ? body.mediaType : undefined;
  if (body !== undefined && given !== bodyType) throw wrongType(bodyType);
  return body instanceof TextBody ? body.text : body;
}
