import type {
  JoinedRoom,
  Room,
  RoomMessage,
  RoomParticipant,
  RoomRole,
  UpdateRoom,
} from '@sky-genesis/protocol';
import { Emitter } from '../core/emitter.ts';
import { dialOutBody, type RoomApi } from '../core/room-api.ts';
import type { RoomEvent } from '../core/room-event.ts';
import { ringingIn, seatedIn, waitingAt } from '../core/room-state.ts';
import type {
  DialOutOptions,
  JoinRoomOptions,
  PictureSize,
  RoomEnd,
  RoomMember,
  RoomPhase,
  RoomSession,
  RoomSessionEvents,
} from '../core/room-types.ts';
import type { CallProblem } from '../core/types.ts';
import { HeldStream } from './held-stream.ts';
import { memberOf } from './room-member.ts';
import { type RoomContext, RoomSeat } from './room-seat.ts';

/** A room as this page's user sits in it. */
export class BrowserRoom implements RoomSession {
  readonly id: string;
  readonly #api: RoomApi;
  readonly #emitter = new Emitter<RoomSessionEvents>();
  readonly #seat: RoomSeat;
  readonly #localStream = new HeldStream();
  readonly #localScreen = new HeldStream();

  /** @param joined the server's answer to `join`; `start` goes on from there */
  constructor(context: RoomContext, joined: JoinedRoom, options: JoinRoomOptions) {
    this.id = joined.room.id;
    this.#api = context.api;
    this.#seat = new RoomSeat(context, joined, options, this.#emitter);
    this.#seat.local.on('changed', () => this.#showOwn());
  }

  readonly on: RoomSession['on'] = (event, listener) => this.#emitter.on(event, listener);

  get room(): Room {
    return this.#seat.state.room;
  }
  get me(): RoomParticipant {
    return this.#seat.state.me;
  }
  get phase(): RoomPhase {
    return this.#seat.phase;
  }
  get endReason(): RoomEnd | null {
    return this.#seat.end;
  }
  get members(): readonly RoomMember[] {
    const { state, media } = this.#seat;
    return seatedIn(state).map((info) => memberOf(info, info.id === state.me.id, media));
  }
  get waiting(): readonly RoomParticipant[] {
    return waitingAt(this.#seat.state);
  }
  get ringing(): readonly RoomParticipant[] {
    return ringingIn(this.#seat.state);
  }
  get messages(): readonly RoomMessage[] {
    return this.#seat.state.messages;
  }
  get localStream(): MediaStream | null {
    return this.#localStream.stream;
  }
  get localScreen(): MediaStream | null {
    return this.#localScreen.stream;
  }
  get microphoneMuted(): boolean {
    return this.#seat.local.microphoneMuted;
  }
  get cameraOff(): boolean {
    return this.#seat.local.cameraOff;
  }
  get sharingScreen(): boolean {
    return this.#seat.local.sharingScreen;
  }
  get problems(): readonly CallProblem[] {
    return this.#seat.problems;
  }

  /** Goes on from the server's answer to `join`. */
  start(joined: JoinedRoom): Promise<void> {
    return this.#seat.start(joined);
  }

  /** An event of the room's channel. */
  apply(event: RoomEvent): void {
    this.#seat.apply(event);
    const { participant, ringEnd } = event;
    if (participant === undefined || ringEnd === undefined) return;
    this.#emitter.emit('unreached', participant, ringEnd);
  }

  /** Another WebSocket stands. */
  resume(): Promise<void> {
    return this.#seat.resume();
  }

  /** Events may be missing. */
  reread(): Promise<void> {
    return this.#seat.reread();
  }

  /** The page lets go of it; the seat is the server's to give up. */
  close(): void {
    this.#seat.finish('left');
  }

  leave(): Promise<void> {
    return this.#seat.leave();
  }

  /** What a moderator has muted is unmuted for everybody first, where that is allowed. */
  async setMicrophoneMuted(muted: boolean): Promise<void> {
    if (!muted && this.me.muted.audio) await this.mute(this.me.id, { audio: false });
    await this.#seat.local.setMuted(muted);
  }

  async setCameraOff(off: boolean): Promise<void> {
    if (!off && this.me.muted.video) await this.mute(this.me.id, { video: false });
    await this.#seat.local.setCameraOff(off);
  }

  async setScreenShare(on: boolean): Promise<void> {
    if (on && this.me.muted.screen) await this.mute(this.me.id, { screen: false });
    await this.#seat.local.setScreen(on);
  }

  async useDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    await this.#seat.local.useDevice(kind, deviceId);
  }

  show(memberId: string, source: 'camera' | 'screen', size: PictureSize | null): void {
    this.#seat.shown.show(memberId, source, size);
  }

  pin(memberId: string | null): void {
    this.#seat.shown.pin(memberId);
  }

  async raiseHand(raised: boolean): Promise<void> {
    await this.#api.raiseHand(this.id, raised);
  }

  async send(message: string): Promise<void> {
    await this.#api.sendMessage(this.id, message);
  }

  async callMe(): Promise<RoomParticipant> {
    return await this.dialOut(this.me.user_id ?? '');
  }

  async dialOut(to: string, options: DialOutOptions = {}): Promise<RoomParticipant> {
    return await this.#api.dialOut(this.id, dialOutBody(to, options));
  }

  async cancelDialOut(participantId: string): Promise<void> {
    await this.#api.cancelDialOut(this.id, participantId);
  }

  async admit(participantId?: string): Promise<void> {
    await this.#api.decide(this.id, 'admit', participantId);
  }

  async deny(participantId?: string): Promise<void> {
    await this.#api.decide(this.id, 'deny', participantId);
  }

  async sendBack(participantId: string): Promise<void> {
    await this.#api.sendBack(this.id, participantId);
  }

  async mute(
    participantId: string,
    what: { readonly audio?: boolean; readonly video?: boolean; readonly screen?: boolean },
  ): Promise<void> {
    await this.#api.mute(this.id, participantId, what);
  }

  async kick(participantId: string): Promise<void> {
    await this.#api.kick(this.id, participantId);
  }

  async setRole(participantId: string, role: RoomRole): Promise<void> {
    await this.#api.setRole(this.id, participantId, role);
  }

  async lock(locked: boolean): Promise<void> {
    await this.#api.lock(this.id, locked);
  }

  async update(change: UpdateRoom): Promise<void> {
    await this.#api.update(this.id, change);
  }

  #showOwn(): void {
    const { microphone, camera, screen } = this.#seat.local.sources;
    this.#localStream.show([microphone, camera]);
    this.#localScreen.show([screen]);
  }
}
