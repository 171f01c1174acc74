/** What rtpengine's control protocol is made of; numbers are not needed here. */
export type Bencoded = string | readonly Bencoded[] | { readonly [key: string]: Bencoded };

export function bencode(value: Bencoded): string {
  if (typeof value === 'string') return `${Buffer.byteLength(value)}:${value}`;
  if (isList(value)) return `l${value.map(bencode).join('')}e`;
  const entries = Object.entries(value).map(([key, of]) => bencode(key) + bencode(of));
  return `d${entries.join('')}e`;
}

/** The strings of a dictionary, by key; what is no string is left out. */
export function stringsOf(text: string): ReadonlyMap<string, string> {
  const [value] = read(text, 0);
  const entries = value instanceof Map ? [...value] : [];
  return new Map(
    entries.flatMap(([key, of]) => (typeof of === 'string' ? [[key, of] as const] : [])),
  );
}

type Read = string | number | readonly Read[] | Map<string, Read>;

/** One value, and where what follows it begins. */
function read(text: string, at: number): readonly [Read, number] {
  const kind = text[at];
  if (kind === 'i') {
    const end = text.indexOf('e', at);
    return [Number(text.slice(at + 1, end)), end + 1];
  }
  if (kind === 'l' || kind === 'd') return readMany(text, at, kind);
  const colon = text.indexOf(':', at);
  const end = colon + 1 + Number(text.slice(at, colon));
  if (colon < 0 || !(end <= text.length)) throw new Error(`no bencoding at ${at}: ${text}`);
  return [text.slice(colon + 1, end), end];
}

function readMany(text: string, start: number, kind: 'l' | 'd'): readonly [Read, number] {
  const items: Read[] = [];
  let at = start + 1;
  while (text[at] !== 'e') {
    const [item, next] = read(text, at);
    items.push(item);
    at = next;
  }
  if (kind === 'l') return [items, at + 1];
  const pairs = items.flatMap((key, i) =>
    i % 2 === 0 ? [[String(key), items[i + 1] ?? ''] as const] : [],
  );
  return [new Map(pairs), at + 1];
}

function isList(value: Bencoded): value is readonly Bencoded[] {
  return Array.isArray(value);
}
