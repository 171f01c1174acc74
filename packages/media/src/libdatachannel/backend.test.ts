import { describeBackend } from '../transport/testing/backend-contract.ts';
import { LibdatachannelBackend } from './backend.ts';
import { HeldPort } from './held-port.ts';

const bindAddress = '127.0.0.1';
const held = await HeldPort.take(bindAddress, { min: 9200, max: 9299 });

describeBackend(
  'the libdatachannel backend, a port for each transport',
  (events) => new LibdatachannelBackend({ bindAddress }, events),
);

describeBackend(
  'the libdatachannel backend, one port for all transports',
  (events) => new LibdatachannelBackend({ bindAddress, held }, events),
);
