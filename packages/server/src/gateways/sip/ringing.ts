import type { NameAddr } from '@sky-genesis/sip';
import type { Call, CallFacts, Leg, PhoneCalls } from '../../domain/calls/index.ts';
import type { Device, OutboundHop, Trunk } from '../../domain/telephony/index.ts';
import type { Grant, Scope } from '../../kernel/index.ts';
import { type Display, displayOf, fromOf } from './caller-display.ts';
import type { LegParts } from './leg-parts.ts';
import { type OutboundFailure, OutboundLeg } from './outbound-leg.ts';
import { peerOf, peerOfTrunk } from './peer.ts';
import { followedBy } from './redirecting.ts';
import type { RingingParts } from './ringing-parts.ts';
import { overTrunks, trunkInvite } from './trunk-invite.ts';

export interface RingingOptions extends RingingParts {
  readonly calls: PhoneCalls;
  readonly legParts: (end: Trunk | Device) => LegParts;
  readonly grantsOf: (org: string, userId: string) => Promise<ReadonlySet<Grant> | undefined>;
  readonly systemScope: (org: string) => Scope;
}

/** Rings whom a call has invited: every phone of a user, and numbers outside. */
export class Ringing {
  readonly #options: RingingOptions;

  constructor(options: RingingOptions) {
    this.#options = options;
  }

  /** @param invited whom; everybody who rings where missing */
  ring(facts: CallFacts, invited?: readonly string[]): void {
    const ringing = facts.legs.filter(
      ({ status, role, userId }) =>
        status === 'ringing' && role === 'callee' && (invited?.includes(userId) ?? true),
    );
    if (ringing.length > 0) void this.#ringAll(facts, ringing);
  }

  async #ringAll(facts: CallFacts, legs: readonly Leg[]): Promise<void> {
    const { systemScope, calls, logger } = this.#options;
    try {
      const call = await calls.get(systemScope(facts.org), facts.id);
      await Promise.all(
        legs.map((leg) =>
          leg.address === undefined ? this.#ringUser(call, leg) : this.#dial(call, leg),
        ),
      );
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      logger.error({ area: 'voip', call_id: facts.id, error }, 'phones could not be rung');
    }
  }

  async #ringUser(call: Call, leg: Leg): Promise<void> {
    const { devices, grantsOf, display } = this.#options;
    const phones = await devices.ofUser(call.org, leg.userId);
    if (phones.length === 0) return;
    const grants = await grantsOf(call.org, leg.userId);
    if (grants === undefined) return;
    const principal = { kind: 'user', id: leg.userId, grants } as const;
    const scope: Scope = { org: call.org, principal, source: 'sip' };
    const shown = await displayOf(call, display);
    await Promise.all(phones.map((device) => this.#ringDevice(call, leg, device, scope, shown)));
  }

  async #ringDevice(
    call: Call,
    leg: Leg,
    device: Device,
    scope: Scope,
    shown: Display,
  ): Promise<void> {
    const { registrations, domain, agent, legParts } = this.#options;
    const from = fromOf(shown, domain);
    for (const target of await registrations.targets(device)) {
      const options = { ...target, from, to: `<sip:${device.username}@${domain}>` };
      const names = { callId: call.id, member: leg.userId, device: device.id, peer: peerOf(scope) };
      const outbound = { ...names, scope, options, earlyMedia: false };
      // That one phone cannot be had is nothing: others ring, and the ring timer ends it for all.
      void new OutboundLeg(legParts(device), agent, outbound, () => undefined).ring();
    }
  }

  /** One trunk after the other, until somebody has been rung. */
  async #dial(call: Call, leg: Leg): Promise<void> {
    const { hopsTo, channels, systemScope, calls, display } = this.#options;
    const shown = await displayOf(call, display);
    const hops = hopsTo(call.org, leg.address ?? '');
    const last = await overTrunks(hops, channels, (hop) => this.#dialBy(call, leg, hop, shown));
    if (last === undefined) return;
    await calls.failLeg(systemScope(call.org), call.id, leg.userId, last.failure);
  }

  /** Resolves with the failure, or with nothing once the call is answered or no longer wanted. */
  #dialBy(
    call: Call,
    leg: Leg,
    hop: OutboundHop,
    shown: Display,
  ): Promise<OutboundFailure | undefined> {
    const { agent, legParts, systemScope, channels, trunks } = this.#options;
    const { trunk } = hop;
    return new Promise((resolve) => {
      const parts = legParts(trunk);
      const names = { callId: call.id, member: leg.userId, device: trunk.id };
      const peer = peerOfTrunk(trunk);
      const target = {
        ...names,
        peer,
        scope: systemScope(call.org),
        options: trunkInvite(hop, shown, this.#options),
        earlyMedia: true,
        redirects: (contacts: readonly NameAddr[]) => followedBy(trunks, trunk, contacts),
      };
      const own = { ...parts, released: () => channels.release(trunk) };
      void new OutboundLeg(own, agent, target, resolve).ring();
    });
  }
}
