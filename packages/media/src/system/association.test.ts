import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Association } from './association.ts';
import { DtlsContext } from './dtls-context.ts';
import { loadForeign } from './foreign.ts';
import { AF_INET, keyOf, writeSocketAddress } from './socket-address.ts';

const foreign = await loadForeign();
const context = new DtlsContext(foreign);

const local = {
  iceUfrag: 'ours',
  icePwd: 'a'.repeat(22),
  fingerprint: context.fingerprint,
  setup: 'passive',
  candidates: [],
} as const;

function peer() {
  const association = new Association(
    0,
    local,
    local,
    { foreign, context, send: () => undefined },
    0,
  );
  after(() => association.close());
  const check = (port: number, nowMs: number, priority?: number) => {
    const sockaddr = writeSocketAddress({ address: '192.0.2.1', port }, AF_INET);
    const nominates = priority !== undefined;
    const lost = association.checked(
      keyOf(sockaddr, 0),
      sockaddr,
      { nominates, priority: priority ?? 0 },
      nowMs,
    );
    return lost === undefined ? undefined : Number(lost) % 0x10000;
  };
  const port = () => association.address?.view.getUint16(2);
  return { association, check, port };
}

describe('where packets of a peer go', () => {
  after(() => context.free());

  it('is where its first check came from, until it nominates', () => {
    const { check, port } = peer();
    assert.equal(port(), undefined);
    check(1000, 0);
    check(2000, 1);
    assert.equal(port(), 1000);
    check(2000, 2, 5);
    assert.equal(port(), 2000);
  });

  it('is the best of what it nominates, in whatever order', () => {
    const { check, port } = peer();
    check(1000, 0, 50);
    check(2000, 1, 10);
    assert.equal(port(), 1000);
    check(3000, 2, 90);
    assert.equal(port(), 3000);
    check(3000, 3, 90);
    check(1000, 4, 50);
    assert.equal(port(), 3000);
  });

  it('is another that it is heard from, once nothing comes from there any more', () => {
    const { check, port } = peer();
    check(1000, 0, 50);
    check(2000, 8000);
    assert.equal(port(), 1000);
    check(2000, 8001);
    assert.equal(port(), 2000);
  });

  it('is among the last eight that it was heard from', () => {
    const { check, port, association } = peer();
    check(1, 0, 90);
    for (let i = 2; i <= 8; i += 1) assert.equal(check(i, i), undefined);
    check(2, 9);
    assert.equal(check(9, 10), 3);
    assert.equal(port(), 1);
    assert.equal([...association.addresses].length, 8);
  });
});
