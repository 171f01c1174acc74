import type { Device } from '@sky-genesis/protocol';
import type { ShownField } from '../../app/once-shown.tsx';
import type { Catalogue } from '../../i18n/catalogue.ts';

/** What a phone asks for beside the password, in the order in which it does: where it signs in, and as whom. */
export function accountOf(
  { username, server }: Pick<Device, 'username' | 'server'>,
  words: Catalogue['telephony']['phones'],
): readonly ShownField[] {
  const name = { label: words.username, value: username };
  if (server === undefined) return [name];
  const { host, port, tls_port: tlsPort, websocket_url: websocket } = server;
  return [
    { label: words.server, value: hostPort(host, port) },
    ...(tlsPort === null ? [] : [{ label: words.serverTls, value: hostPort(host, tlsPort) }]),
    { label: words.serverWebsocket, value: websocket },
    name,
  ];
}

/** RFC 3261 §25.1, hostport: an IPv6 address stands in brackets. */
function hostPort(host: string, port: number): string {
  const bare = host.includes(':') && !host.startsWith('[');
  return `${bare ? `[${host}]` : host}:${port}`;
}
