export { announcedAddresses, everyAddress } from './addresses.ts';
export { freeUdpPorts } from './free-udp-ports.ts';
export { MediaWorkers, type MediaWorkersOptions } from './media-engine.ts';
