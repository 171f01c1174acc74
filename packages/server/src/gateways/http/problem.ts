import {
  catalogue,
  errorSentence,
  fillSentence,
  ISSUE_SENTENCES,
  isIssueName,
  type Locale,
  type Problem,
} from '@sky-genesis/protocol';
import { AppError, ERROR_CODES, type ErrorCode, type Issue } from '../../kernel/index.ts';
import { InvalidInput } from './validation.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** The RFC 9457 form of a refusal. */
export function problemOf(
  error: AppError,
  about: { readonly requestId: string; readonly locale: Locale; readonly publicUrl: string },
): Problem {
  const { title, detail } = errorSentence(error.code, about.locale, error.params);
  const problem: Problem = {
    type: `${about.publicUrl}/docs/errors#${error.code}`,
    title,
    status: ERROR_CODES[error.code].http,
    detail,
    code: error.code,
    request_id: about.requestId,
  };
  const errors = issuesOf(error, about.locale);
  if (errors.length > 0) problem.errors = errors;
  return problem;
}

function issuesOf(error: AppError, locale: Locale): { path: string; message: string }[] {
  if (error instanceof InvalidInput) {
    return error.findings.map(({ path, issue, params }) => ({
      path,
      message: fillSentence(ISSUE_SENTENCES[issue][locale], params),
    }));
  }
  return error.issues.map((issue) => ({
    path: issue.path,
    message: issueSentence(issue, error, locale),
  }));
}

/** An issue names one of our sentences, or brings a finished one of its own. */
function issueSentence(issue: Issue, error: AppError, locale: Locale): string {
  if (isIssueName(issue.message)) {
    return fillSentence(ISSUE_SENTENCES[issue.message][locale], error.params);
  }
  if (isErrorCode(issue.message)) return errorSentence(issue.message, locale, error.params).detail;
  return issue.message;
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text);
}

/**
 * What to answer for anything thrown. Only refusals of ours say what was wrong; whatever else it was
 * stays between the server and its log.
 */
export function refusalOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(FASTIFY_CODES[codeOf(error)] ?? 'internal_error', { cause: error });
}

/** The errors that Fastify itself makes before a handler runs (fastify/docs/Reference/Errors.md). */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode | undefined>> = Object.assign(
  Object.create(null),
  {
    FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
    FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
    FST_ERR_BAD_URL: 'not_found',
    FST_ERR_MAX_PARAM_LENGTH: 'not_found',
    FST_ERR_NOT_FOUND: 'not_found',
  } satisfies Record<string, ErrorCode>,
);

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
