export {
  type AudioDemands,
  type AudioMeans,
  answerAudio,
  misfitOf,
  narrowed,
  offerAudio,
  type SrtpWay,
  srtpOf,
} from './answer-telephony.ts';
export { AUDIO_CODEC_NAMES, type AudioCodec, type AudioCodecName } from './audio-codec.ts';
export {
  type AudioDescription,
  type Direction,
  mirrored,
  type OfferedSection,
  type TelephonyDescription,
} from './audio-description.ts';
export { answeringSetup, type DtlsDescription, type DtlsSetup } from './dtls.ts';
export { readTelephony } from './read-telephony.ts';
export { type SdesKey, SRTP_SUITES, type SrtpSuite } from './sdes.ts';
export { type Origin, writeTelephony } from './write-telephony.ts';
