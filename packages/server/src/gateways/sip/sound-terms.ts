import type { Device, SipCodec, Trunk } from '../../domain/telephony/index.ts';
import type { LegParts } from './leg-parts.ts';

const PHONE_CODECS: readonly SipCodec[] = ['opus', 'g722', 'pcma', 'pcmu'];

/** How sound is agreed upon with a trunk, with a phone of ours, or with whoever only shows a key. */
export function soundTerms(
  end: Trunk | Device | undefined,
): Pick<LegParts, 'codecs' | 'srtp' | 'latch'> {
  if (end === undefined) return { codecs: PHONE_CODECS, srtp: 'off', latch: 'any' };
  if ('settings' in end) {
    const { codecs, srtp } = end.settings;
    return { codecs, srtp, latch: 'port' };
  }
  // A trunk says where it is; a phone at home does not know what its router makes of its address.
  return { codecs: PHONE_CODECS, srtp: end.srtp, latch: 'any' };
}
