import type { Call, CallType, EndReason, Signal, SignalType } from '@sky-genesis/protocol';
import type { CallEvent } from '../core/call-event.ts';
import { othersOf } from '../core/call-members.ts';
import { CallState } from '../core/call-state.ts';
import { Emitter } from '../core/emitter.ts';
import { InTurn } from '../core/in-turn.ts';
import type { CallAction } from '../core/rest-api.ts';
import { hasCode, SgeError } from '../core/sge-error.ts';
import type {
  CallEvents,
  CallPhase,
  CallProblem,
  CallSession,
  RemoteParty,
} from '../core/types.ts';
import type { CallContext } from './call-context.ts';
import { type CallLine, callLine } from './call-line.ts';
import { markCall } from './call-marks.ts';
import { CallRoute } from './call-route.ts';
import { LocalMedia } from './local-media.ts';
import { MediaProblem } from './media-problem.ts';
import { QualityMeter } from './quality-meter.ts';

/** One call of this user in this page. */
export class BrowserCall implements CallSession {
  readonly id: string;
  readonly #context: CallContext;
  readonly #emitter = new Emitter<CallEvents>();
  readonly #state: CallState;
  readonly #line: CallLine;
  readonly #local: LocalMedia;
  readonly #meter: QualityMeter;
  readonly #problems: CallProblem[] = [];
  readonly #dialling = new InTurn();
  /** Messages that have come before this side's media stood. */
  #early: Signal[] = [];
  #media: CallRoute | undefined;
  #released = false;
  #phase: CallPhase;

  constructor(context: CallContext, call: Call, local = new LocalMedia()) {
    this.#context = context;
    this.id = call.id;
    this.#state = new CallState(call, context.userId);
    this.#line = callLine(call.id, context, (signal) => this.#hear(signal));
    this.#local = local;
    this.#problems.push(...local.problems);
    local.on('changed', () => {
      this.#media?.send();
      this.#emitter.emit('change');
    });
    local.on('problem', (problem) => this.#problem(problem));
    local.on('screenEnded', () => this.#say('screen_share_stop', {}));
    this.#meter = new QualityMeter(
      async () => (await this.#media?.stats()) ?? [],
      (quality) => this.#emitter.emit('quality', quality),
    );
    this.#phase = this.#state.phase('none');
  }

  readonly on: CallSession['on'] = (event, listener) => this.#emitter.on(event, listener);

  get direction(): 'outgoing' | 'incoming' {
    return this.#state.direction;
  }
  get info(): Call {
    return this.#state.call;
  }
  get phase(): CallPhase {
    return this.#phase;
  }
  get type(): CallType {
    return this.info.call_type;
  }
  get others(): readonly string[] {
    return othersOf(this.info, this.#context.userId);
  }
  get localStream(): MediaStream | null {
    return this.#local.stream;
  }
  get remotes(): readonly RemoteParty[] {
    return this.#media?.remotes ?? [];
  }
  get microphoneMuted(): boolean {
    return this.#local.microphoneMuted;
  }
  get cameraOff(): boolean {
    return this.#local.cameraOff;
  }
  get sharingScreen(): boolean {
    return this.#local.sharingScreen;
  }
  get heldByMe(): boolean {
    return this.#state.heldByMe;
  }
  get endReason(): EndReason | null {
    return this.#state.endReason;
  }
  get answeredElsewhere(): boolean {
    return this.#state.answeredElsewhere;
  }
  get problems(): readonly CallProblem[] {
    return this.#problems;
  }

  /** The caller's side, whose devices are open already: the offers go out now. */
  dial(): void {
    this.#meet(false);
    const problems = [...this.#problems];
    // After the caller of `start` has had its turn to listen.
    setTimeout(() => {
      for (const problem of problems) this.#emitter.emit('problem', problem);
    });
  }

  /** A page that was reloaded in the middle of this call comes back to it. */
  async rejoin(): Promise<void> {
    this.#state.join('joining');
    this.#settle();
    // What has been said so far was said to the page that is gone.
    await this.#line.catchUp();
    this.#early = [];
    await this.#open(this.type === 'video');
    this.#meet(true);
  }

  async accept({ video = this.type === 'video' } = {}): Promise<void> {
    if (this.#phase !== 'ringing' || this.direction === 'outgoing') return;
    markCall(this.id, 'accept');
    this.#state.join('joining');
    this.#settle();
    try {
      const { rest } = this.#context;
      const [call] = await Promise.all([
        rest.accept(this.id, this.#context.device),
        this.#open(video),
      ]);
      this.#state.read(call);
      this.#meet(false);
    } catch (error) {
      this.#state.join('no');
      const elsewhere = hasCode(error, 'answered_elsewhere');
      if (elsewhere) this.#state.leaveToOtherDevice();
      this.#local.release();
      this.#settle();
      if (!elsewhere) throw error;
    }
  }

  async decline(): Promise<void> {
    await this.#end('decline', 'declined');
  }

  async hangUp(): Promise<void> {
    await this.#end('end', this.#state.call.answer_time === null ? 'cancelled' : 'completed');
  }

  async hold(): Promise<void> {
    this.read(await this.#context.rest.act(this.id, 'hold'), true);
  }

  async resume(): Promise<void> {
    this.read(await this.#context.rest.act(this.id, 'resume'), false);
  }

  async setMicrophoneMuted(muted: boolean): Promise<void> {
    await this.#local.setMuted(muted);
    this.#say(this.#local.microphoneMuted ? 'mute' : 'unmute', { kind: 'audio' });
  }

  async setCameraOff(off: boolean): Promise<void> {
    await this.#local.setCameraOff(off);
    this.#say(this.#local.cameraOff ? 'mute' : 'unmute', { kind: 'video' });
  }

  async setScreenShare(on: boolean): Promise<void> {
    const before = this.#local.sharingScreen;
    await this.#local.setScreen(on);
    const sharing = this.#local.sharingScreen;
    if (sharing !== before) this.#say(sharing ? 'screen_share_start' : 'screen_share_stop', {});
  }

  async useDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void> {
    await this.#local.useDevice(kind, deviceId);
  }

  async invite(participants: readonly string[]): Promise<void> {
    this.read(await this.#context.rest.invite(this.id, participants));
  }

  async transfer(to: string | CallSession): Promise<void> {
    const { rest } = this.#context;
    if (typeof to === 'string') this.read(await rest.transfer(this.id, { to }));
    // How both calls stand then, their events tell.
    else await rest.transfer(this.id, { to_call_id: to.id });
  }

  async sendDigits(digits: string): Promise<void> {
    await this.#dialling.run(() => this.#context.rest.sendDigits(this.id, digits));
  }

  /** An event of this call's channel. */
  apply(event: CallEvent): void {
    if (event.kind === 'signal') {
      this.#line.inbox.hear(event.signal);
    } else {
      this.#state.apply(event);
      this.#follow();
    }
  }

  /** The call as an answer of the server has it; `held` when that was to a hold or resume of ours. */
  read(call: Call, held?: boolean): void {
    if (held !== undefined) this.#state.hold(held);
    this.#state.read(call);
    this.#follow();
  }

  /** Events may be missing: reads call and mailbox anew. */
  async reread(): Promise<void> {
    await this.#line.catchUp();
    const call = await this.#context.rest.call(this.id).catch((error: unknown) => {
      // A call we may not see any more is over for us.
      if (error instanceof SgeError && error.status === 404) this.over('failed');
      return undefined;
    });
    if (call !== undefined) this.read(call);
  }

  /** Reads messages that have been sent before this session knew of the call. */
  async catchUp(): Promise<void> {
    await this.#line.catchUp();
  }

  /** The network is back or another. */
  networkChanged(): void {
    this.#media?.restart();
  }

  over(reason: EndReason): void {
    this.#state.finish(reason);
    this.#settle();
  }

  async #open(video: boolean): Promise<void> {
    await Promise.all([
      this.#context.iceServers.get(),
      this.#local.open({ microphone: true, camera: video }),
    ]);
  }

  /** Connects to the others, unless the call has ended meanwhile. */
  #meet(rejoining: boolean): void {
    if (this.#released || this.endReason !== null) {
      this.#release();
      return;
    }
    this.#state.join('yes');
    this.#context.joined(this.id, true);
    this.#media = new CallRoute({
      userId: this.#context.userId,
      call: this.info,
      iceServers: this.#context.iceServers,
      local: this.#local,
      rejoining,
      connection: this.#context.connection,
      failed: (error) => this.#problem(new MediaProblem('media_failed', error)),
      say: (message) => void this.#line.outbox.send(message),
      changed: () => this.#mediaChanged(),
      flowing: (kind) => markCall(this.id, `first-${kind}-packet`),
    });
    for (const signal of this.#early.splice(0)) this.#media.hear(signal);
    this.#meter.start();
    this.#settle();
  }

  async #end(action: CallAction, reason: EndReason): Promise<void> {
    if (this.endReason !== null) return;
    // The devices are released at once, whatever the network has to say.
    this.#release();
    try {
      this.#state.read(await this.#context.rest.act(this.id, action));
    } catch {
      // Ended meanwhile, or out of reach: the server ends what nobody is connected to.
    }
    this.over(reason);
  }

  #hear(signal: Signal): void {
    if (signal.message_type === 'hangup' && this.others.length === 1) void this.hangUp();
    else if (this.#media === undefined) this.#early.push(signal);
    else this.#media.hear(signal);
  }

  #say(type: SignalType, payload: Record<string, unknown>): void {
    if (this.#media === undefined) return;
    void this.#line.outbox.send({ message_type: type, payload });
    this.#emitter.emit('change');
  }

  #mediaChanged(): void {
    if (this.#media === undefined || this.endReason !== null) return;
    const before = this.#phase;
    this.#settle();
    if (before !== this.#phase && this.#phase === 'connected') markCall(this.id, 'media');
    if (before !== this.#phase && this.#phase === 'reconnecting') {
      this.#problem(new MediaProblem('network_lost'));
    }
  }

  #problem(problem: CallProblem): void {
    this.#problems.push(problem);
    this.#emitter.emit('problem', problem);
  }

  /** The server's word has changed. */
  #follow(): void {
    if (this.endReason === null) this.#media?.update(this.info);
    this.#settle();
  }

  /** Tells what has become of the phase, and cleans up after the last one. */
  #settle(): void {
    const phase = this.#state.phase(this.#media?.state ?? 'none');
    const moved = phase !== this.#phase;
    this.#phase = phase;
    if (moved && phase === 'ended') this.#release();
    if (moved) this.#emitter.emit('phase', phase);
    this.#emitter.emit('change');
    if (moved && phase === 'ended') {
      this.#emitter.emit('ended', this.endReason ?? 'completed');
      this.#emitter.clear();
    }
    if (moved) this.#context.changed();
  }

  #release(): void {
    this.#released = true;
    this.#meter.stop();
    this.#media?.close();
    this.#media = undefined;
    this.#early = [];
    this.#local.close();
    if (this.endReason !== null) {
      this.#line.outbox.close();
      this.#context.joined(this.id, false);
    }
  }
}
