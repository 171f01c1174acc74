export {
  createSipGateway,
  type SipAddress,
  type SipGateway,
  type SipGatewayOptions,
} from './gateway.ts';
export type { PhoneRooms } from './phone-rooms.ts';
export type { RingingRooms } from './room-ringing.ts';
export { openWebPhones, type WebPhones, webPhonesUrl } from './web-phones.ts';
