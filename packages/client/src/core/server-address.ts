/** Where the server is: its REST origin and its WebSocket. */
export interface ServerAddress {
  /** Without a trailing slash. */
  readonly http: string;
  readonly webSocket: string;
}

/**
 * @param baseUrl origin of the server, with a path where it lives behind one; the page's own origin when absent
 * @throws TypeError when there is neither a `baseUrl` nor a page, or when it is no http(s) URL
 */
export function serverAddress(baseUrl: string | undefined): ServerAddress {
  const given = baseUrl ?? globalThis.location?.origin;
  if (given === undefined) throw new TypeError('baseUrl is needed outside of a web page');
  const url = new URL(given);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`baseUrl must be an http or https URL, not ${url.protocol}`);
  }
  const http = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { http, webSocket: `${http.replace(/^http/, 'ws')}/ws/auth` };
}
