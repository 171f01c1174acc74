import { errorSentence, type Locale, type ServerFrame } from '@sky-genesis/protocol';
import type { ErrorDetails } from '../../kernel/index.ts';
import { AppError, type ErrorCode } from '../../kernel/index.ts';

export type FrameId = string | number;

/** A refusal in the connection's language; the frame's id comes back with it. */
export function errorFrame(error: AppError, locale: Locale, id?: FrameId): ServerFrame {
  const { code, params, issues } = error;
  const [issue] = issues;
  const reason = issue === undefined ? {} : { reason: `${issue.path} ${issue.message}`.trim() };
  const { detail } = errorSentence(code, locale, { ...reason, ...params });
  return { type: 'Error', ...(id === undefined ? {} : { id }), code, message: detail };
}

export function refusal(code: ErrorCode, params: ErrorDetails['params'] = {}): AppError {
  return new AppError(code, { params });
}
