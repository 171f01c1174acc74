export const AUDIO_CODEC_NAMES = ['opus', 'g722', 'pcma', 'pcmu'] as const;
export type AudioCodecName = (typeof AUDIO_CODEC_NAMES)[number];

/** A codec as a description numbers it. */
export interface AudioCodec {
  readonly name: AudioCodecName;
  readonly payloadType: number;
  /** Format parameters (RFC 8866 §6.15) as they stand; absent without any. */
  readonly parameters?: string;
}

interface Registration {
  /** As `a=rtpmap` writes it. G.722 says 8000 for its 16 kHz (RFC 3551 §4.5.2). */
  readonly rtpmap: string;
  /** What it is numbered without an `a=rtpmap` (RFC 3551 §6), and what we number it. */
  readonly payloadType: number;
  readonly isStatic: boolean;
  readonly parameters?: string;
}

export const REGISTRATIONS: Readonly<Record<AudioCodecName, Registration>> = {
  opus: {
    rtpmap: 'opus/48000/2',
    payloadType: 107,
    isStatic: false,
    parameters: 'minptime=10;useinbandfec=1',
  },
  g722: { rtpmap: 'G722/8000', payloadType: 9, isStatic: true },
  pcma: { rtpmap: 'PCMA/8000', payloadType: 8, isStatic: true },
  pcmu: { rtpmap: 'PCMU/8000', payloadType: 0, isStatic: true },
};

/** Names are compared without case (RFC 4855 §3); an encoding parameter of 1 says nothing. */
export function codecOf(rtpmap: string): AudioCodecName | undefined {
  const written = rtpmap.toLowerCase().replace(/\/1$/, '');
  return AUDIO_CODEC_NAMES.find((name) => REGISTRATIONS[name].rtpmap.toLowerCase() === written);
}

export function staticCodec(payloadType: number): AudioCodecName | undefined {
  return AUDIO_CODEC_NAMES.find((name) => {
    const registration = REGISTRATIONS[name];
    return registration.isStatic && registration.payloadType === payloadType;
  });
}
