/** Who has the eyes keeps them while they speak, however loud another is; and it is never oneself. */
export function nextFocus(
  before: string | null,
  speaking: readonly string[],
  me: string,
): string | null {
  if (before !== null && speaking.includes(before)) return before;
  return speaking.find((id) => id !== me) ?? before;
}
