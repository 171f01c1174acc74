export {
  createSipGateway,
  type SipAddress,
  type SipGateway,
  type SipGatewayOptions,
} from './gateway.ts';
