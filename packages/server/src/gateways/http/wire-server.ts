import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Duplex } from 'node:stream';
import type { HttpGatewayConfig, HttpLimits } from './options.ts';

/**
 * The listening server: HTTPS with TLS 1.3 only where there is a certificate, else plain HTTP (the
 * configuration allows that on loopback or behind a trusted proxy). Slow senders, oversized headers and
 * too many connections end here.
 */
export function createWireServer(
  config: HttpGatewayConfig,
  limits: HttpLimits,
  listener: RequestListener,
): Server {
  const options = {
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.min(5000, limits.headersTimeoutMs),
    // Answered by the gateway itself, as a problem.
    requireHostHeader: false,
    insecureHTTPParser: false,
  };
  const server =
    config.tls === undefined
      ? createPlain(options, listener)
      : createSecure({ ...options, ...config.tls, minVersion: 'TLSv1.3' }, listener);
  server.maxConnections = limits.maxConnections;
  return server;
}

/** Sends an answer where no request could be parsed, and closes. */
export function answerRaw(
  socket: Duplex,
  status: number,
  reason: string,
  contentType: string,
  body: string,
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Connection: close',
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`);
}
