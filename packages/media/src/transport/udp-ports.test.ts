import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { it } from 'node:test';
import { freeUdpPorts } from './udp-ports.ts';

it('passes over ports that another program has bound', async (t) => {
  const taken = createSocket('udp4');
  t.after(() => taken.close());
  taken.bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address();
  const found = await freeUdpPorts('127.0.0.1', { min: port, max: port + 20 }, 2);
  assert.equal(found.length, 2);
  assert.ok(!found.includes(port));
  assert.deepEqual(await freeUdpPorts('127.0.0.1', { min: port, max: port }, 1), []);
});
