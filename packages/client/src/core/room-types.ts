import type {
  CreateRoom,
  MediaSource,
  RingEndReason,
  Room,
  RoomMessage,
  RoomParticipant,
  RoomRole,
  UpdateRoom,
} from '@sky-genesis/protocol';
import type { CallProblem, CallQuality } from './types.ts';

/** `knocking`: before the door. `reconnecting`: the network or the media server is being found again. */
export type RoomPhase = 'knocking' | 'connecting' | 'connected' | 'reconnecting' | 'ended';

export type RoomEnd =
  | 'left'
  | 'kicked'
  | 'denied'
  | 'deleted'
  | 'time_limit'
  /** Another page or device of the same user has taken the seat. */
  | 'replaced'
  | 'failed';

/** Something that a participant sends. */
export interface RoomTrack {
  readonly source: MediaSource;
  /** Null until it arrives, and for one's own. */
  readonly track: MediaStreamTrack | null;
  /** By its sender. */
  readonly muted: boolean;
  /** By a moderator. */
  readonly blocked: boolean;
}

export interface RoomMember {
  readonly id: string;
  readonly info: RoomParticipant;
  readonly isMe: boolean;
  readonly microphone: RoomTrack | null;
  readonly camera: RoomTrack | null;
  readonly screen: RoomTrack | null;
  readonly screenAudio: RoomTrack | null;
  readonly speaking: boolean;
  readonly quality: CallQuality;
}

export interface RoomSessionEvents {
  phase: [phase: RoomPhase];
  /** Room, members, their media, or one's own has changed: read the session again. */
  change: [];
  message: [message: RoomMessage];
  /** Who speaks now, loudest first, as participant ids. */
  speakers: [participantIds: readonly string[]];
  /** A phone that the room has rung is not in it. */
  unreached: [participant: RoomParticipant, reason: RingEndReason];
  problem: [problem: CallProblem];
  ended: [reason: RoomEnd];
}

/** How one member's picture is shown, for the layer that is sent: physical pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** One's seat in a room, in this page. */
export interface RoomSession {
  readonly id: string;
  readonly room: Room;
  readonly me: RoomParticipant;
  readonly phase: RoomPhase;
  readonly endReason: RoomEnd | null;
  /** Everybody with a seat, oneself first, then by arrival. */
  readonly members: readonly RoomMember[];
  /** Who waits before the door; empty for who is no moderator. */
  readonly waiting: readonly RoomParticipant[];
  /** Phones that the room is ringing. */
  readonly ringing: readonly RoomParticipant[];
  readonly messages: readonly RoomMessage[];
  readonly localStream: MediaStream | null;
  readonly localScreen: MediaStream | null;
  readonly microphoneMuted: boolean;
  readonly cameraOff: boolean;
  readonly sharingScreen: boolean;
  readonly problems: readonly CallProblem[];
  on<K extends keyof RoomSessionEvents>(
    event: K,
    listener: (...args: RoomSessionEvents[K]) => void,
  ): () => void;
  leave(): Promise<void>;
  setMicrophoneMuted(muted: boolean): Promise<void>;
  setCameraOff(off: boolean): Promise<void>;
  setScreenShare(on: boolean): Promise<void>;
  useDevice(kind: 'audioinput' | 'videoinput', deviceId: string): Promise<void>;
  /**
   * Says how large a member's picture is shown, so that no more than that is sent; null: it is not shown,
   * and nothing is sent. What nobody spoke of is sent as if it were small.
   */
  show(memberId: string, source: 'camera' | 'screen', size: PictureSize | null): void;
  /** Gives one member's pictures precedence where bandwidth is short; null takes it back. */
  pin(memberId: string | null): void;
  raiseHand(raised: boolean): Promise<void>;
  send(message: string): Promise<void>;
  /** Rings one's own phones into the room. */
  callMe(): Promise<RoomParticipant>;
  /** Rings no more: whoever has asked for it, moderators, and whose phone it is. */
  cancelDialOut(participantId: string): Promise<void>;
  // Moderators' controls; refused to others.
  admit(participantId?: string): Promise<void>;
  deny(participantId?: string): Promise<void>;
  /** Back into the waiting room. */
  sendBack(participantId: string): Promise<void>;
  mute(
    participantId: string,
    what: { readonly audio?: boolean; readonly video?: boolean; readonly screen?: boolean },
  ): Promise<void>;
  kick(participantId: string): Promise<void>;
  setRole(participantId: string, role: RoomRole): Promise<void>;
  lock(locked: boolean): Promise<void>;
  /** As `Rooms.dialOut`. */
  dialOut(to: string, options?: DialOutOptions): Promise<RoomParticipant>;
  update(change: UpdateRoom): Promise<void>;
}

export interface JoinRoomOptions {
  readonly displayName?: string;
  readonly password?: string;
  /** False: joins with the microphone muted. Both default to true. */
  readonly microphone?: boolean;
  readonly camera?: boolean;
}

export interface DialOutOptions {
  /** How they are shown; their own name, or the number, when absent. */
  readonly displayName?: string;
  /** Seconds of ringing; 45 when absent. */
  readonly timeoutS?: number;
}

export interface RoomsEvents {
  /** A session of this page has been added, moved to another phase, or ended. */
  active: [sessions: readonly RoomSession[]];
  /** Somebody has invited this user. */
  invited: [room: Room];
}

/** `client.rooms`. */
export interface Rooms {
  /** Rooms this page sits in or knocks at. */
  readonly active: readonly RoomSession[];
  on<K extends keyof RoomsEvents>(
    event: K,
    listener: (...args: RoomsEvents[K]) => void,
  ): () => void;
  create(room: CreateRoom): Promise<Room>;
  /** Rooms one may see, the newest first; open ones unless `state` says otherwise. */
  list(page?: {
    readonly state?: 'open' | 'ended';
    readonly cursor?: string;
    readonly limit?: number;
  }): Promise<{ readonly data: readonly Room[]; readonly nextCursor: string | null }>;
  get(roomId: string): Promise<Room>;
  /** Who has a seat, or waits where one may see that, by arrival. */
  participants(roomId: string): Promise<readonly RoomParticipant[]>;
  update(roomId: string, change: UpdateRoom): Promise<Room>;
  /** Another PIN for telephones; the one before is good for nothing from then on. */
  renewPin(roomId: string): Promise<Room>;
  delete(roomId: string): Promise<void>;
  invite(roomId: string, userIds: readonly string[]): Promise<void>;
  /**
   * Rings a phone into the room: of a user (by id or extension), or a number, or a `sip:` or `tel:` URI. Resolves as soon as it
   * is `ringing`; what becomes of it is told in the room.
   * @throws SgeError `participant_unknown`, `external_calls_refused`, `room_moderator_required`, `room_full`,
   *   `room_participant_conflict` for who is being rung already
   */
  dialOut(roomId: string, to: string, options?: DialOutOptions): Promise<RoomParticipant>;
  cancelDialOut(roomId: string, participantId: string): Promise<void>;
  /**
   * Takes a seat, or a place before the door (`phase` `knocking`, until a moderator decides).
   * @throws SgeError `room_full`, `room_locked`, `room_password_required`, `room_password_wrong`,
   *   `room_kicked`, `room_ended`, `room_not_found`
   */
  join(roomId: string, options?: JoinRoomOptions): Promise<RoomSession>;
}
