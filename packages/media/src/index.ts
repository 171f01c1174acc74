export type { PublishedMedia } from './engine/participant.ts';
export { type Admission, MediaFull } from './supervisor/admission.ts';
export {
  Supervisor,
  type SupervisorEvents,
  type SupervisorOptions,
} from './supervisor/supervisor.ts';
export { MediaRefused, WorkerGone } from './supervisor/worker-process.ts';
export type { WorkerCommand, WorkerResult } from './worker/messages.ts';
