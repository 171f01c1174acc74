/** Whether what is seen has this colour, but for what video coding does to it. */
export function isColour(
  seen: readonly number[] | null | undefined,
  rgb: readonly number[],
): boolean {
  if (seen === null || seen === undefined) return false;
  return seen.every((value, index) => Math.abs(value - (rgb[index] ?? 0)) < 48);
}
