/** What one sends to somebody who should come. */
export function roomLink(roomId: string, origin: string = window.location.origin): string {
  return `${origin}/rooms/${roomId}`;
}
