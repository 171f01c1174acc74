/** The small pieces of RFC 3261 §25.1 that every header field is made of. */

const token = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** Whether the text is a `token` (§25.1). */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** A decimal number of at most `max`; leading zeros are allowed. `undefined` for anything else. */
export function parseInteger(text: string, max: number): number | undefined {
  if (!/^[0-9]{1,40}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}

/** The largest CSeq number (§8.1.1.5: below 2³¹). */
export const maxSequence = 2_147_483_647;
/** The largest delta-seconds and similar counters (§20.19: 2³²−1). */
export const maxUint32 = 4_294_967_295;

/**
 * Index just past the quoted string that opens at `start`; `-1` where it never closes. A backslash
 * takes the next character with it (§25.1 `quoted-pair`).
 */
export function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at + 1;
  }
  return -1;
}

/** The content of a quoted string without its quotes and escapes; other text as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

/** The text as a quoted string. Line breaks, which no quoted string can carry, become spaces. */
export function quote(text: string): string {
  return `"${text.replace(/[\r\n]+/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}

/**
 * Cuts at a separator that stands outside quoted strings and `<…>`. Pieces are trimmed; `undefined`
 * where a quoted string or an angle bracket stays open.
 */
export function splitOutside(text: string, separator: ',' | ';'): readonly string[] | undefined {
  const mark = separator.charCodeAt(0);
  const pieces: string[] = [];
  let from = 0;
  let inAngles = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 && !inAngles) {
      const end = endOfQuoted(text, at);
      if (end < 0) return undefined;
      at = end - 1;
    } else if (code === 0x3c) {
      inAngles = true;
    } else if (code === 0x3e) {
      inAngles = false;
    } else if (code === mark && !inAngles) {
      pieces.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  if (inAngles) return undefined;
  pieces.push(text.slice(from).trim());
  return pieces;
}

/** Decodes `%HH` escapes as UTF-8; an escape that is no UTF-8 stays as it is written. */
export function unescapePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
