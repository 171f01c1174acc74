/** Longest packet that Opus allows (RFC 6716 section 3.2.5). */
const MAX_DURATION_MS = 120;

/**
 * How long an Opus packet plays, by its first octets (RFC 6716 section 3.1 and 3.2); 0 where it breaks
 * the format's rules. Decodes nothing.
 */
export function opusDurationMs(payload: Uint8Array): number {
  const [toc, second] = payload;
  if (toc === undefined) return 0;
  const frames = frameCount(toc & 3, second);
  const durationMs = frames * frameDurationMs(toc >> 3);
  return durationMs > MAX_DURATION_MS ? 0 : durationMs;
}

function frameCount(code: number, second: number | undefined): number {
  if (code === 0) return 1;
  if (code < 3) return 2;
  return second === undefined ? 0 : second & 0x3f;
}

/** By configuration number: SILK, hybrid and CELT (table 2). */
function frameDurationMs(configuration: number): number {
  if (configuration < 12) return [10, 20, 40, 60][configuration & 3] ?? 0;
  if (configuration < 16) return (configuration & 1) === 0 ? 10 : 20;
  return [2.5, 5, 10, 20][configuration & 3] ?? 0;
}
