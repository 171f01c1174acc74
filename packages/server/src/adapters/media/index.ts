export { freeUdpPorts } from '@sky-genesis/media';
export { announcedAddresses, everyAddress } from './addresses.ts';
export { MediaWorkers, type MediaWorkersOptions } from './media-engine.ts';
