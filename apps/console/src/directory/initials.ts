/** One or two letters that stand for a name: `Amélie Fontaine` → `AF`. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._@+-]+/)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A tint of the palette, the same for one id on every screen. 0 to `count` − 1. */
export function tintOf(id: string, count: number): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % count;
}
