import type { RefusalSink } from '../../domain/audit/index.ts';
import type { Authenticator, EnvelopeKey, ReceiptRepository } from '../../domain/identity/ports.ts';
import type { Clock, Journal, Logger } from '../../kernel/index.ts';
import type { Route } from './route.ts';

/** A token bucket: `burst` requests at once, refilled at `perSecond`. */
export interface RatePolicy {
  readonly perSecond: number;
  readonly burst: number;
}

export interface HttpGatewayConfig {
  /** Origin under which users reach the server; the listening address when absent. */
  readonly publicUrl?: string;
  /** Addresses, CIDR blocks or `loopback`, whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Origins of other web applications that may use the API from their pages; none when absent. */
  readonly allowedOrigins?: readonly string[];
  /** PEM. TLS 1.3 only. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  readonly rateLimits: {
    readonly user: RatePolicy;
    readonly key: RatePolicy;
    /** Per address, for what needs no credential and for refused credentials. */
    readonly ip: RatePolicy;
  };
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  readonly maxConnections: number;
  readonly maxHeaderBytes: number;
  /** For the header, counted from the connection's or the last request's end. */
  readonly headersTimeoutMs: number;
  /** For the whole request; a slow sender is cut. */
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** How long `close()` waits for running requests before it cuts them. */
  readonly drainTimeoutMs: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  maxConnections: 20_000,
  maxHeaderBytes: 16_384,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  drainTimeoutMs: 10_000,
};

/** Something the server cannot work without, asked by `GET /health/ready`. */
export interface HealthCheck {
  readonly name: string;
  /** Rejects when it is not well. */
  readonly check: () => Promise<void>;
}

export interface HttpGatewayOptions {
  readonly routes: readonly Route[];
  readonly authenticator: Authenticator;
  readonly receipts: ReceiptRepository;
  readonly envelopeKey: EnvelopeKey;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: HttpGatewayConfig;
  readonly version: string;
  readonly healthChecks: readonly HealthCheck[];
  /** For the audit stream: what authenticated principals were refused. */
  readonly refusals?: RefusalSink;
  /** The built console; without it `/` answers 404. */
  readonly consoleDir?: string;
}
