import { describeBackend } from '../transport/testing/backend-contract.ts';
import { SystemBackend } from './backend.ts';
import { loadForeign } from './foreign.ts';
import { UdpSocket } from './udp-socket.ts';

const bindAddress = '127.0.0.1';
const foreign = await loadForeign();

describeBackend('the backend on the system’s sockets and OpenSSL', (events) => {
  const socket = UdpSocket.open(foreign, bindAddress, { min: 9300, max: 9399 });
  return new SystemBackend({ foreign, socket, bindAddress }, events);
});
