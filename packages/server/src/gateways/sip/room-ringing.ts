import type { ParticipantFacts, RungPhones } from '../../domain/rooms/index.ts';
import type { Device, Trunk } from '../../domain/telephony/index.ts';
import { type Display, displayOfRoom, fromOf } from './caller-display.ts';
import type { OutboundFailure } from './outbound-leg.ts';
import { followedBy } from './redirecting.ts';
import type { RingingParts } from './ringing-parts.ts';
import { RoomAttempt } from './room-attempt.ts';
import type { RoomBook } from './room-book.ts';
import type { RoomLegParts } from './room-leg.ts';
import type { RungTarget } from './room-outbound-leg.ts';
import { overTrunks, trunkInvite } from './trunk-invite.ts';

/** Rooms that ring phones. */
export interface RingingRooms extends Omit<RungPhones, 'endLost'> {
  nameOf(org: string, roomId: string): Promise<string>;
}

export interface RoomRingingOptions extends RingingParts {
  readonly ringing: RingingRooms;
  readonly book: () => RoomBook;
  readonly legParts: (end: Trunk | Device) => RoomLegParts;
}

/** What is told of several phones of one user, the first that there is. */
const TELLING = ['declined', 'busy', 'no_answer', 'failed'] as const;

/** Rings whom a room has asked for: every phone of a user, or a number outside. */
export class RoomRinging {
  readonly #options: RoomRingingOptions;

  constructor(options: RoomRingingOptions) {
    this.#options = options;
  }

  /** @param address what is dialled for somebody outside */
  ring(seat: ParticipantFacts, address: string | undefined): void {
    const { agent, book, ringing: phones, logger } = this.#options;
    const over = (one: RoomAttempt) => book().remove(one);
    const attempt = new RoomAttempt({ agent, phones, logger, over }, seat);
    book().add(attempt);
    this.#ring(attempt, seat, address).catch((cause: unknown) => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      logger.error({ area: 'voip', room_id: seat.roomId, error }, 'phones could not be rung');
      attempt.failed('failed');
    });
  }

  async #ring(
    attempt: RoomAttempt,
    seat: ParticipantFacts,
    address: string | undefined,
  ): Promise<void> {
    const { ringing, display } = this.#options;
    const { org, roomId, userId } = seat;
    const name = await ringing.nameOf(org, roomId);
    const shown = await displayOfRoom({ org, name }, seat.ringing?.by ?? roomId, display);
    const failure =
      userId === null
        ? await this.#dial(attempt, org, address ?? '', shown)
        : await this.#ringUser(attempt, org, userId, shown);
    if (failure !== undefined) attempt.failed(failure);
  }

  async #ringUser(
    attempt: RoomAttempt,
    org: string,
    userId: string,
    shown: Display,
  ): Promise<OutboundFailure['failure'] | undefined> {
    const { devices, registrations, domain, legParts } = this.#options;
    const from = fromOf(shown, domain);
    const invites: { readonly device: Device; readonly target: RungTarget }[] = [];
    for (const device of await devices.ofUser(org, userId)) {
      const to = `<sip:${device.username}@${domain}>`;
      const targets = await registrations.targets(device);
      const options = targets.map((target) => ({ ...target, from, to }));
      invites.push(...options.map((one) => ({ device, target: { options: one } })));
    }
    const failures = await Promise.all(
      invites.map(({ device, target }) => attempt.ring(legParts(device), target)),
    );
    if (failures.some((failure) => failure === undefined)) return undefined;
    const known = new Set(failures.map((failure) => failure?.failure));
    return TELLING.find((one) => known.has(one)) ?? 'unreachable';
  }

  async #dial(
    attempt: RoomAttempt,
    org: string,
    address: string,
    shown: Display,
  ): Promise<OutboundFailure['failure'] | undefined> {
    const { hopsTo, channels, legParts, trunks } = this.#options;
    const hops = hopsTo(org, address);
    const last = await overTrunks(hops, channels, (hop) => {
      const released = () => channels.release(hop.trunk);
      if (!attempt.isWanted) {
        released();
        return Promise.resolve(undefined);
      }
      const parts = { ...legParts(hop.trunk), released };
      return attempt.ring(parts, {
        options: trunkInvite(hop, shown, this.#options),
        redirects: (contacts) => followedBy(trunks, hop.trunk, contacts),
      });
    });
    return last?.failure;
  }
}
