import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describeBackend } from '../transport/testing/backend-contract.ts';
import { LibdatachannelBackend } from './backend.ts';

const bindAddress = '127.0.0.1';

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, bindAddress);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

const port = await freePort();

describeBackend(
  'the libdatachannel backend, a port for each transport',
  (events) => new LibdatachannelBackend({ bindAddress }, events),
);

describeBackend(
  'the libdatachannel backend, one port for all transports',
  (events) => new LibdatachannelBackend({ bindAddress, port }, events),
);
