import type { SipCodec, SrtpMode } from './sound.ts';

export const TRUNK_AUTHS = ['ip', 'digest', 'register'] as const;
export const SIP_TRANSPORTS = ['udp', 'tcp', 'tls', 'ws', 'wss'] as const;

export interface OutboundRoute {
  readonly prefix: string;
  /** Leading characters of the dialled number that are taken away. */
  readonly strip: number;
  /** Put in front of what is left. */
  readonly prepend: string;
}

export interface TrunkSettings {
  readonly name: string;
  readonly auth: (typeof TRUNK_AUTHS)[number];
  readonly uri: string;
  readonly transport: (typeof SIP_TRANSPORTS)[number];
  readonly outboundProxy: string | null;
  readonly sourceIps: readonly string[];
  readonly username: string | null;
  readonly srtp: SrtpMode;
  readonly codecs: readonly SipCodec[];
  readonly maxChannels: number;
  /** The lowest first; among equals by weight (RFC 2782). */
  readonly priority: number;
  readonly weight: number;
  readonly routes: readonly OutboundRoute[];
  readonly enabled: boolean;
}

/** The way to a PBX or a provider. */
export interface Trunk {
  /** `trunk_…` */
  readonly id: string;
  readonly org: string;
  /** 1 after creation, then one more with every commit. */
  readonly version: number;
  readonly settings: TrunkSettings;
  /** Sealed by the envelope key with `trunkPasswordContext(id)`; null without a password. */
  readonly sealedPassword: Uint8Array | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export function trunkPasswordContext(id: string): string {
  return `trunk-password:${id}`;
}
