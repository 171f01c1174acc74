/** A sound that repeats: notes with their start and length in seconds, within `periodS`. */
export interface Tone {
  readonly periodS: number;
  /** Repeats after which it falls silent; absent: until it is stopped. */
  readonly times?: number;
  readonly notes: readonly Note[];
}

interface Note {
  readonly atS: number;
  readonly lengthS: number;
  readonly hz: readonly number[];
  /** `bell` dies away, `steady` is a telephone's tone. */
  readonly shape: 'bell' | 'steady';
}

const chime = (atS: number, hz: number): Note => ({
  atS,
  lengthS: 1.1,
  hz: [hz, hz * 2],
  shape: 'bell',
});

/** Five rising notes, twice, then a breath: the product's own ring. */
export const ringtone: Tone = {
  periodS: 3.6,
  notes: [
    chime(0, 523.25),
    chime(0.16, 659.25),
    chime(0.32, 783.99),
    chime(0.72, 659.25),
    chime(0.88, 1046.5),
    chime(1.5, 783.99),
    chime(1.66, 1046.5),
  ],
};

/** What a caller hears: 440 Hz, 1.5 s on and 3.5 s off (ITU-T E.180, France). */
export const ringback: Tone = {
  periodS: 5,
  notes: [{ atS: 0, lengthS: 1.5, hz: [440], shape: 'steady' }],
};

/** Somebody is busy or gone: 440 Hz, half a second on and off, three times. */
export const busyTone: Tone = {
  periodS: 1,
  times: 3,
  notes: [{ atS: 0, lengthS: 0.5, hz: [440], shape: 'steady' }],
};

/** One chime, to hear a speaker. */
export const sample: Tone = { periodS: 2, times: 1, notes: ringtone.notes };

/** A second call while one talks: two short, soft notes. */
export const knock: Tone = {
  periodS: 4,
  notes: [
    { atS: 0, lengthS: 0.18, hz: [425], shape: 'steady' },
    { atS: 0.38, lengthS: 0.18, hz: [425], shape: 'steady' },
  ],
};
