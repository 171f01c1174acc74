/**
 * The token of a one-time link `/invite#<token>`, which then leaves the address bar and the history: it
 * stays neither on the screen nor for the next reader of this browser.
 */
export function takeInvitation(
  location: Pick<Location, 'pathname' | 'hash'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  if (location.pathname !== '/invite') return null;
  const token = location.hash.slice(1);
  history.replaceState(null, '', '/');
  return token === '' ? null : token;
}
