import type { DirectionQuality } from '../router/quality.ts';

/**
 * Why a participant is gone: it left or closed its connection, nothing has come from it for too long,
 * or its room was closed.
 */
export type CloseReason = 'left' | 'lost' | 'room_closed';

/** Who is heard in a room now, by the levels that publishers measure (RFC 6464). */
export interface Speaker {
  readonly participant: string;
  readonly producer: string;
  /** 0, the loudest, to 127. */
  readonly levelDbov: number;
}

export interface QualityReport extends DirectionQuality {
  readonly participant: string;
}

/** Which layers of a publisher's video anybody wants, smallest first; one entry without simulcast. */
export interface UplinkDemand {
  readonly mid: string;
  readonly layers: readonly boolean[];
}

/** What an engine tells its owner. */
export interface EngineEvents {
  /** The transport has connected, or is gone with all it published and received. */
  state(participant: string, state: 'connected' | 'closed', reason?: CloseReason): void;
  /** The one who has the floor first, then who else is heard; on changes, four times a second at most. */
  speakers(room: string, speakers: readonly Speaker[]): void;
  /** Every few seconds. */
  quality(room: string, reports: readonly QualityReport[]): void;
  /** A telephone has pressed a key: `0` to `9`, `*`, `#`, `A` to `D`. */
  dtmf(participant: string, digit: string, durationMs: number): void;
  /** A recording has been played to a telephone to its end. */
  played(participant: string): void;
  /** On changes: a publisher need not encode what nobody wants. Until then all layers are wanted. */
  demand(participant: string, uplinks: readonly UplinkDemand[]): void;
}
