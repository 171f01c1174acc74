import type { JoinRoomOptions, RoomMember, RoomSession, VoipClient } from '@sky-genesis/client';
import { isColour } from './colour.ts';
import { Observer } from './observer.ts';

/** Somebody else in the room, as they are to be seen and heard. */
export interface Expected {
  readonly name: string;
  readonly toneHz: number;
  readonly rgb: readonly number[];
}

interface Watched {
  readonly stream: MediaStream;
  readonly observer: Observer;
}

type Source = 'camera' | 'screen';

/** One person's room: the SDK's session, and everybody in it as this page sees and hears them. */
export class RoomWatch {
  readonly #client: VoipClient;
  readonly #told: string[];
  readonly #records: boolean;
  readonly #watched = new Map<string, Watched>();
  session: RoomSession | undefined;

  constructor(client: VoipClient, told: string[], records: boolean) {
    this.#client = client;
    this.#told = told;
    this.#records = records;
    client.rooms.on('active', ([session]) => {
      if (session !== undefined) this.#follow(session);
    });
  }

  get phase(): string {
    return this.session?.phase ?? 'none';
  }

  async join(roomId: string, options: JoinRoomOptions): Promise<void> {
    this.#follow(await this.#client.rooms.join(roomId, options));
  }

  member(name: string): RoomMember | undefined {
    return this.session?.members.find(({ info }) => info.user_id === name);
  }

  /** The id of somebody's seat or place before the door. */
  idOf(name: string): string {
    const people = [...(this.session?.members ?? []).map(({ info }) => info)];
    const found = [...people, ...(this.session?.waiting ?? [])].find(
      ({ user_id }) => user_id === name,
    );
    if (found === undefined) throw new Error(`${name} is not there`);
    return found.id;
  }

  /** Whether everybody expected is seen and heard, each as themselves, and nobody else is there. */
  meets(others: readonly Expected[]): boolean {
    return (
      this.session?.members.length === others.length + 1 &&
      others.every(({ name, toneHz, rgb }) => this.hears(name, toneHz) && this.sees(name, rgb))
    );
  }

  hears(name: string, toneHz: number, source: Source = 'camera'): boolean {
    const heardHz = this.#watch(name, source)?.observer.toneHz() ?? 0;
    return Math.abs(heardHz - toneHz) < toneHz / 10;
  }

  silent(name: string): boolean {
    return this.#watch(name, 'camera')?.observer.toneHz() === 0;
  }

  sees(name: string, rgb: readonly number[], source: Source = 'camera'): boolean {
    return isColour(this.#watch(name, source)?.observer.colour(), rgb);
  }

  width(name: string, source: Source = 'camera'): number {
    return this.#watch(name, source)?.observer.width ?? 0;
  }

  longestGapMs(name: string): number {
    return this.#watch(name, 'camera')?.observer.longestGapMs ?? Number.POSITIVE_INFINITY;
  }

  restartGaps(): void {
    for (const { observer } of this.#watched.values()) observer.restartGap();
  }

  report(): object {
    const { session } = this;
    const members = (session?.members ?? []).map(({ info, microphone, camera, ...rest }) => ({
      name: info.user_id,
      microphone: { ...microphone, track: microphone?.track?.muted },
      camera: { ...camera, track: camera?.track?.muted },
      ...rest,
      toneHz: this.#watch(String(info.user_id), 'camera')?.observer.toneHz(),
      colour: this.#watch(String(info.user_id), 'camera')?.observer.colour(),
    }));
    return { phase: this.phase, end: session?.endReason, problems: session?.problems, members };
  }

  #follow(session: RoomSession): void {
    if (this.session === session) return;
    this.session = session;
    session.on('phase', (phase) => this.#told.push(`room:${phase}`));
    session.on('problem', ({ code, cause }) => this.#told.push(`problem:${code}:${cause}`));
    session.on('speakers', (speakers) => this.#told.push(`speakers:${speakers.length}`));
    session.on('ended', (reason) => this.#told.push(`room-ended:${reason}`));
    session.on('change', () => this.#observe());
    this.#observe();
  }

  #observe(): void {
    for (const member of this.session?.members ?? []) {
      const { info, microphone, camera, screen, screenAudio } = member;
      if (member.isMe) continue;
      this.#show(`${info.user_id}/camera`, [microphone?.track, camera?.track]);
      if (screen !== null) this.#show(`${info.user_id}/screen`, [screenAudio?.track, screen.track]);
    }
  }

  #show(key: string, given: readonly (MediaStreamTrack | null | undefined)[]): void {
    const { stream } = this.#watched.get(key) ?? this.#open(key);
    const tracks = given.filter((track) => track !== null && track !== undefined);
    for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
    for (const track of tracks) stream.addTrack(track);
  }

  #open(key: string): Watched {
    const stream = new MediaStream();
    const watched = { stream, observer: new Observer(stream, { records: this.#records }) };
    this.#watched.set(key, watched);
    return watched;
  }

  #watch(name: string, source: Source): Watched | undefined {
    return this.#watched.get(`${name}/${source}`);
  }
}
