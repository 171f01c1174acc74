export { DEVICE_KINDS, type Device, type DeviceChange, devicePasswordContext } from './device.ts';
export { type CreatedDevice, Devices, type NewDevice } from './devices.ts';
export {
  type DialInInput,
  type DialInState,
  type DialInStep,
  type DoorRefusal,
  dialInStep,
  patienceMs,
  welcome,
} from './dial-in.ts';
export { type Answering, DialPlan } from './dial-plan.ts';
export { type Extension, SPOKEN_LANGUAGES, type SpokenLanguage } from './extension.ts';
export { Extensions, type NewExtension } from './extensions.ts';
export type { OutboundHop } from './outbound-routes.ts';
export type {
  Pbx,
  PbxBridge,
  PbxChannel,
  PbxEndpoint,
  PbxFailure,
  PbxHealth,
} from './pbx.ts';
export type {
  AgreedAudio,
  DtlsEnd,
  PhoneLine,
  PhoneLineEvents,
  PhoneLines,
  PhoneSeat,
} from './phone-line.ts';
export type {
  DeviceRepository,
  ExtensionRepository,
  RegistrationRepository,
  Registrations,
  TrunkRepository,
} from './ports.ts';
export { PROMPTS, type Prompt } from './prompts.ts';
export { type Registration, SIP_TRANSPORTS, type SipServer } from './registration.ts';
export { RegistrationBook } from './registration-book.ts';
export * from './sound.ts';
export * from './trunk.ts';
export { TrunkBook } from './trunk-book.ts';
export { parseTrunkSettings, trunkSettingsToJson } from './trunk-json.ts';
export { type NewTrunk, type TrunkChange, Trunks } from './trunks.ts';
