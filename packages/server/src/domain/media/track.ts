export type MediaSource = 'camera' | 'microphone' | 'screen' | 'screen_audio';

export type MediaKind = 'audio' | 'video';

export function kindOf(source: MediaSource): MediaKind {
  return source === 'microphone' || source === 'screen_audio' ? 'audio' : 'video';
}

/** What a client says it sends in a section of its offer. */
export interface SentTrack {
  readonly mid: string;
  readonly source: MediaSource;
  readonly muted: boolean;
}

/** A section of our offer that carries somebody's track. */
export interface ReceivedTrack {
  readonly mid: string;
  readonly trackId: string;
  readonly participantId: string;
  readonly source: MediaSource;
}

/** One thing that one participant sends to the others; a participant has one track of each source at most. */
export interface Track {
  /** The same for as long as the participant is there, whichever transport carries it. */
  readonly id: string;
  readonly participantId: string;
  readonly source: MediaSource;
  readonly mid: string;
  /** The engine's name of it, another one with every transport. */
  readonly producer: string;
  /** By its sender. */
  readonly muted: boolean;
}

/** What the engine publishes of what the client has named; a section that it did not name carries nothing. */
export function publishedTracks(
  participantId: string,
  sent: readonly SentTrack[],
  published: readonly {
    readonly producer: string;
    readonly mid: string;
    readonly kind: MediaKind;
  }[],
): readonly Track[] {
  return sent.flatMap(({ mid, source, muted }) => {
    const found = published.find((one) => one.mid === mid && one.kind === kindOf(source));
    if (found === undefined) return [];
    const { producer } = found;
    return [{ id: `${participantId}.${source}`, participantId, source, mid, producer, muted }];
  });
}
