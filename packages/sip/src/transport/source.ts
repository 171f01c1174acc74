import {
  type Hop,
  isReliable,
  isWebSocket,
  parseTransportName,
  type TransportName,
} from '../hop.ts';
import { bareAddress, bracketed } from '../message/host.ts';
import type { SipRequest } from '../message/message.ts';
import { replaceTopVia, topVia } from '../message/routing.ts';
import { formatVia } from '../message/via.ts';

/**
 * Notes in the topmost Via where a request really came from (RFC 3261 §18.2.1, RFC 3581 §4): `received` always,
 * also where it equals sent-by, and `rport` where it was asked for. Gives the hop for responses
 * (§18.2.2); `undefined` where the Via names another transport than the one it came by.
 */
export function noteSource(request: SipRequest, source: Hop): Hop | undefined {
  const via = topVia(request.headers);
  if (via === undefined || !fits(parseTransportName(via.transport), source.transport))
    return undefined;
  const asksForPort = via.parameters.has('rport');
  const parameters = new Map(via.parameters);
  parameters.set('received', source.address);
  if (asksForPort) parameters.set('rport', String(source.port));
  replaceTopVia(request.headers, formatVia({ ...via, parameters }));
  const port = via.sentBy.port ?? defaultPort(source);
  // A reliable transport answers on the flow; the port is for when that has gone (§18.2.2).
  if (isReliable(source.transport)) return { ...source, port };
  return { ...source, port: asksForPort ? source.port : port };
}

/** A page says WSS where a proxy before us has taken the TLS away. */
function fits(named: TransportName | undefined, came: TransportName): boolean {
  return named === came || (named !== undefined && isWebSocket(named) && isWebSocket(came));
}

/** The port of a transport where none is written (§19.1.2). */
export function defaultPort({ transport }: Pick<Hop, 'transport'>): number {
  switch (transport) {
    case 'UDP':
    case 'TCP':
      return 5060;
    case 'TLS':
      return 5061;
    case 'WS':
      return 80;
    case 'WSS':
      return 443;
    default:
      return transport satisfies never;
  }
}

/** Whether two hosts as Via writes them are the same. */
export function sameHost(a: string, b: string): boolean {
  if (a === b) return true;
  return bracketed(bareAddress(a)).toLowerCase() === bracketed(bareAddress(b)).toLowerCase();
}
