export { ActiveSpeaker, SPEAKER_RULES, type SpeakerRules } from './audio/active-speaker.ts';
export {
  audioLevelOctet,
  audioLevelOf,
  levelDbov,
  measureLevel,
  SILENCE_DBOV,
  voiceBit,
} from './audio/audio-level.ts';
export { Concealment } from './audio/concealment.ts';
export {
  CODEC_IMPAIRMENTS,
  type CodecImpairment,
  meanOpinionScore,
  transmissionRating,
  type VoicePath,
} from './audio/e-model.ts';
export {
  decodeAlaw,
  decodeUlaw,
  encodeAlaw,
  encodeUlaw,
  G711Codec,
  type G711Law,
} from './audio/g711.ts';
export { G722Decoder, G722Encoder } from './audio/g722.ts';
export {
  JitterBuffer,
  type JitterBufferSettings,
  type PlayoutStep,
} from './audio/jitter-buffer.ts';
export { MixMinus, type Samples } from './audio/mix-minus.ts';
export { primaryBlockAt } from './audio/redundancy.ts';
export { Doubler, Halver } from './audio/resample.ts';
export {
  type TelephoneEvent,
  type TelephoneEventPacket,
  TelephoneEventReceiver,
  TelephoneEventSender,
} from './audio/telephone-event.ts';
export { copyBytes, putU16, putU32, u8, u16, u32 } from './bytes.ts';
export { type KeyFrameDetector, keyFrameDetector, type VideoCodec } from './codec/key-frame.ts';
export { Vp8Descriptor } from './codec/vp8-descriptor.ts';
export { Vp9Descriptor } from './codec/vp9-descriptor.ts';
export { ArrivalRecorder } from './congestion/arrival-recorder.ts';
export {
  BANDWIDTH_LIMITS,
  BandwidthEstimator,
  type BandwidthLimits,
} from './congestion/bandwidth-estimator.ts';
export { BandwidthProbe } from './congestion/bandwidth-probe.ts';
export type { Usage } from './congestion/overuse-detector.ts';
export { type PacketResult, SentHistory } from './congestion/sent-history.ts';
export { CounterRewriter } from './forwarding/counter-rewriter.ts';
export { type ExtensionPlan, ForwardedExtensions } from './forwarding/forwarded-extensions.ts';
export { type LayerDecision, LayerSwitch } from './forwarding/layer-switch.ts';
export { applyPictureNote, type PictureDescriptor } from './forwarding/picture-note.ts';
export { RequestThrottle } from './forwarding/request-throttle.ts';
export { TimestampRewriter } from './forwarding/timestamp-rewriter.ts';
export { Vp8Rewriter } from './forwarding/vp8-rewriter.ts';
export { Vp9LayerFilter } from './forwarding/vp9-layer-filter.ts';
export { Vp9Rewriter } from './forwarding/vp9-rewriter.ts';
export { NACK_LIMITS, NackGenerator, type NackLimits } from './loss/nack-generator.ts';
export { PacketHistory } from './loss/packet-history.ts';
export { RTX_BYTES, restoreFromRtx, writeRtx } from './loss/rtx.ts';
export { type SentPacket, SentPackets } from './loss/sent-packets.ts';
export { ExtensionBlock } from './packet/extension-block.ts';
export {
  absSendTime,
  absSendTimeDeltaMs,
  EXTENSION_URIS,
  extensionText,
  sendTime,
  transportSequence,
} from './packet/extension-values.ts';
export { HeaderExtensions } from './packet/header-extensions.ts';
export { type PacketKind, packetKind } from './packet/packet-kind.ts';
export { RTP_HEADER_BYTES, RtpPacket } from './packet/rtp-packet.ts';
export {
  appendPadding,
  type RtpHeaderFields,
  rewriteInPlace,
  writeForwarded,
  writeRtpHeader,
} from './packet/write-packet.ts';
export { middleNtp, type NtpTime, ntpTime, roundTripMs, wallClockMs } from './reception/ntp.ts';
export {
  ReceptionStatistics,
  type SenderReportArrival,
} from './reception/reception-statistics.ts';
export { SenderStatistics } from './reception/sender-statistics.ts';
export { buildRtcp } from './rtcp/build-rtcp.ts';
export { parseRtcp, rtcpSenderSsrc } from './rtcp/parse-rtcp.ts';
export type {
  ApplicationDefined,
  Bye,
  FullIntraRequest,
  Nack,
  PictureLoss,
  ReceivedPacket,
  ReceiverBitrate,
  ReceiverReport,
  ReportBlock,
  RtcpPacket,
  SenderReport,
  SourceDescription,
  TransportFeedback,
} from './rtcp/rtcp-packets.ts';
export {
  isNewerSequence,
  sequenceDistance,
  timestampDistance,
} from './sequence/sequence-number.ts';
export { Unwrapper } from './sequence/unwrapper.ts';
