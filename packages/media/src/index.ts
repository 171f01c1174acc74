export type {
  CloseReason,
  EngineEvents,
  QualityReport,
  Speaker,
  UplinkDemand,
} from './engine/engine-events.ts';
export type { PublishedMedia, ReceivedMedia } from './engine/participant.ts';
export { SrtpReceiver, SrtpSender } from './srtp/srtp.ts';
export { type Admission, MediaFull } from './supervisor/admission.ts';
export {
  Supervisor,
  type SupervisorEvents,
  type SupervisorOptions,
} from './supervisor/supervisor.ts';
export { MediaRefused, WorkerGone } from './supervisor/worker-process.ts';
export { freeUdpPorts, type PortLimits } from './transport/udp-ports.ts';
export type { PlainSettings, WorkerCommand } from './worker/commands.ts';
export type { WorkerResult } from './worker/messages.ts';
