import { AppError, type JsonObject } from '../../kernel/index.ts';

/** UTF-8 bytes of a call's metadata as JSON. */
const MAX_METADATA_BYTES = 4096;
const NONE: JsonObject = {};

/** @throws AppError `validation_failed` when they are too many. */
export function parseMetadata(metadata: Readonly<Record<string, unknown>> | undefined): JsonObject {
  if (metadata === undefined || Object.keys(metadata).length === 0) return NONE;
  const text = JSON.stringify(metadata);
  if (Buffer.byteLength(text) > MAX_METADATA_BYTES) {
    const message = `must be at most ${MAX_METADATA_BYTES} bytes as JSON`;
    throw new AppError('validation_failed', { issues: [{ path: '/metadata', message }] });
  }
  const json: JsonObject = JSON.parse(text);
  return json;
}
