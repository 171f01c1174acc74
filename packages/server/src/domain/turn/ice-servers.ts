import { createHmac } from 'node:crypto';
import type { Secret } from '../../kernel/index.ts';

export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface IceServerSettings {
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  /** coturn's `static-auth-secret`; without it no TURN server is offered. */
  readonly turnSecret: Secret | undefined;
  /** Seconds that TURN credentials are good for. */
  readonly ttlS: number;
}

/**
 * The servers a browser may use, with TURN credentials for `userId` that expire by themselves: user name
 * `<unix expiry>:<user>`, password base64(HMAC-SHA1(secret, user name)), as coturn's `use-auth-secret` checks
 * them (draft-uberti-behave-turn-rest-00 §2.2).
 */
export function iceServersFor(
  settings: IceServerSettings,
  userId: string,
  nowMs: number,
): readonly IceServer[] {
  const servers: IceServer[] = [];
  if (settings.stunUrls.length > 0) servers.push({ urls: settings.stunUrls });
  if (settings.turnUrls.length > 0 && settings.turnSecret !== undefined) {
    const username = `${Math.floor(nowMs / 1000) + settings.ttlS}:${userId}`;
    const credential = createHmac('sha1', settings.turnSecret.reveal())
      .update(username)
      .digest('base64');
    servers.push({ urls: settings.turnUrls, username, credential });
  }
  return servers;
}
