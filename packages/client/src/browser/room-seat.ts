import type { JoinedRoom, ModeratedMedia } from '@sky-genesis/protocol';
import type { Connection } from '../core/connection.ts';
import type { Emitter } from '../core/emitter.ts';
import { MediaLayers } from '../core/media-layers.ts';
import type { RoomApi } from '../core/room-api.ts';
import type { RoomEvent } from '../core/room-event.ts';
import {
  afterEvent,
  afterReading,
  endOfRoom,
  enteredRoom,
  type RoomState,
} from '../core/room-state.ts';
import type { JoinRoomOptions, RoomEnd, RoomPhase, RoomSessionEvents } from '../core/room-types.ts';
import { NetworkError, SgeError } from '../core/sge-error.ts';
import type { CallProblem } from '../core/types.ts';
import type { Wanted } from './capture.ts';
import type { IceServerCache } from './ice-servers.ts';
import { LocalMedia } from './local-media.ts';
import { MediaProblem } from './media-problem.ts';
import { RoomMedia } from './room-media.ts';
import { endOfRefusal } from './room-refusal.ts';
import type { ClosedReason, RouterTicket } from './router-session.ts';

export interface RoomContext {
  readonly api: RoomApi;
  readonly connection: Connection;
  readonly iceServers: IceServerCache;
  /** This page has the seat from now on, with these devices; undefined: not any more. */
  readonly seated: (roomId: string, devices: Wanted | undefined) => void;
  /** The phase has changed. */
  readonly changed: () => void;
}

/** One's seat, or place before the door: how it is come by, kept over losses, and given up. */
export class RoomSeat {
  readonly id: string;
  readonly local = new LocalMedia({ screenAudio: true });
  /** How large the others' pictures are shown. */
  readonly shown = new MediaLayers(async (wish) => await this.#media?.wish(wish));
  /** Oldest first. */
  readonly problems: CallProblem[] = [];
  readonly #context: RoomContext;
  readonly #options: JoinRoomOptions;
  readonly #emitter: Emitter<RoomSessionEvents>;
  #state: RoomState;
  #media: RoomMedia | undefined;
  #end: RoomEnd | null = null;
  #phase: RoomPhase = 'connecting';
  /** The devices to open, or that were open last. */
  #wanted: Wanted;

  /** @param joined the server's answer to `join`; `start` goes on from there */
  constructor(
    context: RoomContext,
    joined: JoinedRoom,
    options: JoinRoomOptions,
    emitter: Emitter<RoomSessionEvents>,
  ) {
    this.id = joined.room.id;
    this.#context = context;
    this.#options = options;
    this.#emitter = emitter;
    this.#state = enteredRoom(joined.room, joined.participant);
    this.#phase = this.#nextPhase();
    const { microphone = true, camera = true } = options;
    this.#wanted = { microphone, camera };
    this.local.on('changed', () => this.#devicesChanged());
    this.local.on('problem', (problem) => this.#problem(problem));
  }

  get state(): RoomState {
    return this.#state;
  }
  get phase(): RoomPhase {
    return this.#phase;
  }
  get end(): RoomEnd | null {
    return this.#end;
  }
  /** Undefined before the door. */
  get media(): RoomMedia | undefined {
    return this.#media;
  }

  /** Follows the room, and opens media with the ticket that came with the seat. */
  async start(joined: JoinedRoom): Promise<void> {
    await this.#follow();
    // Devices may have to be asked for, and who is there shows meanwhile.
    await Promise.all([this.#enter(joined), this.#read()]);
  }

  /** An event of the room's channel. */
  apply(event: RoomEvent): void {
    const { id } = this.#state.me;
    if (event.participant?.id === id && event.reason === 'lost') {
      // Given up while this page was away, which it is not any more.
      void this.#rejoin();
      return;
    }
    this.#become(afterEvent(this.#state, event));
    if (event.message !== undefined) this.#emitter.emit('message', event.message);
  }

  /** Another WebSocket stands: the seat is asked for again, and what was missed is read. */
  async resume(): Promise<void> {
    await this.#follow();
    await this.#rejoin();
    await this.#read();
  }

  /** Events may be missing. */
  async reread(): Promise<void> {
    await this.#rejoin();
    await this.#read();
  }

  async leave(): Promise<void> {
    if (this.#end !== null) return;
    // The devices are released at once, whatever the network has to say.
    this.#standUp();
    try {
      await this.#context.api.leave(this.id);
    } catch {
      // Out of reach: the server gives up a seat that nobody is behind.
    }
    this.finish('left');
  }

  /** For good. The first reason stays. */
  finish(end: RoomEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#standUp();
    this.local.close();
    this.shown.close();
    this.#context.seated(this.id, undefined);
    this.#emitter.emit('ended', end);
    this.#emitter.clear();
  }

  async #follow(): Promise<void> {
    const channel = `room:${this.id}`;
    // Whoever has a seat follows the room anyway; who waits may have to be told another way.
    await this.#context.connection.request({ type: 'Subscribe', channel }).catch(() => {});
  }

  #join(): Promise<JoinedRoom> {
    return this.#context.api.join(this.id, this.#options);
  }

  async #rejoin(): Promise<void> {
    if (this.#end !== null) return;
    try {
      await this.#enter(await this.#join());
    } catch (error) {
      // Out of reach: the next connection comes here again.
      if (!(error instanceof NetworkError)) this.#refused(error);
    }
  }

  async #enter(joined: JoinedRoom): Promise<void> {
    if (this.#end !== null) return;
    const ticket = this.#ticketOf(joined);
    this.#state = enteredRoom(joined.room, joined.participant, this.#state);
    this.#settle();
    if (ticket === undefined) this.#standUp();
    else if (this.#media !== undefined) this.#resumeMedia(this.#media, ticket);
    else await this.#sitDown(ticket);
  }

  #resumeMedia(media: RoomMedia, ticket: RouterTicket): void {
    media.resume(ticket);
    this.shown.forget();
  }

  async #sitDown(ticket: RouterTicket): Promise<void> {
    const media = this.#seatMedia(this.#state.me.id);
    this.#media = media;
    const { audio, video } = this.#state.me.muted;
    const { microphone, camera } = this.#wanted;
    await this.local.open({ microphone: microphone && !audio, camera: camera && !video });
    if (this.#media !== media) {
      // The seat was lost meanwhile.
      this.local.release();
      return;
    }
    media.open(ticket);
    this.#devicesChanged();
  }

  #seatMedia(participantId: string): RoomMedia {
    return new RoomMedia({
      participantId,
      connection: this.#context.connection,
      ticket: (known) => this.#ticket(known),
      outgoing: () => this.local.sources,
      changed: () => this.#settle(),
      pictures: (pictures) => this.shown.receive(pictures),
      speakers: (ids) => this.#emitter.emit('speakers', ids),
      closed: (reason) => this.#closed(reason),
      barred: (error) => this.#barred(error),
      refused: (error) => this.#refused(error),
    });
  }

  async #ticket(known: boolean): Promise<RouterTicket> {
    if (known) return { token: undefined, rtc: await this.#context.iceServers.get() };
    const joined = await this.#join();
    this.#state = enteredRoom(joined.room, joined.participant, this.#state);
    return this.#ticketOf(joined) ?? { token: undefined, rtc: this.#context.iceServers.current };
  }

  #ticketOf({ room_token: token, ice_servers }: JoinedRoom): RouterTicket | undefined {
    if (token === null) return undefined;
    return { token, rtc: this.#context.iceServers.configure(ice_servers) };
  }

  async #read(): Promise<void> {
    const { api } = this.#context;
    const [participants, messages] = await Promise.all([
      api.participants(this.id).catch(() => []),
      api.messages(this.id).catch(() => []),
    ]);
    if (this.#end !== null) return;
    this.#become(afterReading(this.#state, participants, messages));
  }

  /** The media's end, which events may tell of sooner or later. */
  #closed(reason: ClosedReason): void {
    switch (reason) {
      case 'left':
      case 'kicked':
      case 'replaced':
        this.finish(reason);
        break;
      case 'room_ended':
        this.finish(this.#state.room.end_reason === 'time_limit' ? 'time_limit' : 'deleted');
        break;
      case 'sent_back':
        this.#standUp();
        void this.#rejoin();
        break;
      case 'lost':
        void this.#rejoin();
        break;
      case 'call_ended':
        this.finish('failed');
        break;
      default:
        reason satisfies never;
    }
  }

  /** Only moderators share their screen here. */
  #barred(error: unknown): void {
    void this.local.setScreen(false);
    this.#problem(new MediaProblem('screen_denied', error));
  }

  /** @returns whether to try again */
  #refused(error: unknown): boolean {
    const end = endOfRefusal(error);
    if (end !== undefined) this.finish(end);
    else if (this.#isNews(error)) this.#problem(new MediaProblem('media_failed', error));
    return end === undefined;
  }

  /** A path that is lost shows by the phase; one failure is told once, however often it is met. */
  #isNews(error: unknown): boolean {
    const tells = error instanceof SgeError || this.#phase === 'connecting';
    return tells && this.problems.at(-1)?.code !== 'media_failed';
  }

  /** The room is told of anew: what that means for this seat. */
  #become(state: RoomState): void {
    const before = this.#state.me;
    this.#state = state;
    const { me } = state;
    const end = endOfRoom(state);
    if (end !== null) {
      this.finish(end);
      return;
    }
    if (before.status === 'waiting' && me.status === 'joined') void this.reread();
    if (before.status === 'joined' && me.status === 'waiting') this.#standUp();
    // A moderator sees who waits.
    if (before.role !== me.role) void this.#read();
    void this.#obey(before.muted);
    this.#settle();
  }

  /** What a moderator has just silenced is let go of here, too. */
  async #obey(before: ModeratedMedia): Promise<void> {
    const { audio, video, screen } = this.#state.me.muted;
    if (audio && !before.audio) await this.local.setMuted(true);
    if (video && !before.video) await this.local.setCameraOff(true);
    if (screen && !before.screen) await this.local.setScreen(false);
  }

  #devicesChanged(): void {
    const { microphoneMuted, cameraOff } = this.local;
    if (this.#media !== undefined) {
      this.#wanted = { microphone: !microphoneMuted, camera: !cameraOff };
      this.#media.send();
      this.#context.seated(this.id, this.#wanted);
    }
    this.#emitter.emit('change');
  }

  /** Without a seat there are no media. */
  #standUp(): void {
    this.#media?.close();
    this.#media = undefined;
    this.local.release();
    this.#settle();
  }

  #nextPhase(): RoomPhase {
    if (this.#end !== null) return 'ended';
    if (this.#state.me.status === 'waiting') return 'knocking';
    switch (this.#media?.state) {
      case 'up':
        return 'connected';
      case 'lost':
        return 'reconnecting';
      default:
        return 'connecting';
    }
  }

  #settle(): void {
    const phase = this.#nextPhase();
    const moved = phase !== this.#phase;
    this.#phase = phase;
    if (moved) this.#emitter.emit('phase', phase);
    this.#emitter.emit('change');
    if (moved && phase === 'reconnecting') this.#problem(new MediaProblem('network_lost'));
    if (moved) this.#context.changed();
  }

  #problem(problem: CallProblem): void {
    this.problems.push(problem);
    this.#emitter.emit('problem', problem);
  }
}
