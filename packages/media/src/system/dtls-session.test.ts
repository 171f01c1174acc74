import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { DtlsContext } from './dtls-context.ts';
import { DtlsSession } from './dtls-session.ts';
import { loadForeign } from './foreign.ts';

const foreign = await loadForeign();

describe('a DTLS session', () => {
  const contexts = [new DtlsContext(foreign), new DtlsContext(foreign)] as const;
  after(() => {
    for (const context of contexts) context.free();
  });

  /** The end that opens and the end that waits, and what is on its way to either. */
  function pair(expected = contexts[1].fingerprint) {
    const queues: [Uint8Array[], Uint8Array[]] = [[], []];
    const send = (to: 0 | 1) => (datagram: Uint8Array) => void queues[to].push(datagram.slice());
    const [own, others] = contexts;
    const ends = [
      new DtlsSession(foreign, {
        context: own,
        active: true,
        fingerprint: expected,
        send: send(1),
      }),
      new DtlsSession(foreign, {
        context: others,
        active: false,
        fingerprint: own.fingerprint,
        send: send(0),
      }),
    ] as const;
    /** Delivers until nothing is left on the way. */
    const deliver = () => {
      while (queues[0].length + queues[1].length > 0)
        for (const to of [0, 1] as const)
          for (const datagram of queues[to].splice(0)) ends[to].receive(datagram);
    };
    const states = () => ends.map(({ state }) => state);
    const close = () => {
      for (const end of ends) end.close();
    };
    return { ends, queues, deliver, states, close };
  }

  it('gives both ends the same keys, each for the other way', () => {
    const { ends, deliver, states, close } = pair();
    ends[0].shake();
    deliver();
    assert.deepEqual(states(), ['connected', 'connected']);
    const [keys, others] = ends.map((end) => end.keys);
    assert.deepEqual(keys?.local, others?.remote);
    assert.deepEqual(keys?.remote, others?.local);
    assert.equal(keys?.profile, others?.profile);
    assert.notDeepEqual(keys?.local, keys?.remote);
    assert.equal(keys?.local.length, 28);
    close();
  });

  it('keeps its datagrams to the size that every path takes', () => {
    const { ends, queues, deliver, close } = pair();
    ends[0].shake();
    const sizes = queues.flat().map(({ length }) => length);
    assert.ok(Math.max(...sizes) <= 1200);
    deliver();
    close();
  });

  it('has no keys for another certificate than the announced one', () => {
    const { ends, deliver, close } = pair(contexts[0].fingerprint);
    ends[0].shake();
    deliver();
    assert.equal(ends[0].state, 'failed');
    assert.equal(ends[0].keys, undefined);
    // It believed itself connected, and is told.
    assert.equal(ends[1].state, 'closed');
    close();
  });

  it('tells the other end that it is over', () => {
    const { ends, deliver, states, close } = pair();
    ends[0].shake();
    deliver();
    ends[1].close();
    deliver();
    assert.deepEqual(states(), ['closed', 'closed']);
    close();
  });

  const garbage = fc.tuple(fc.constantFrom(20, 21, 22, 23, 63), fc.uint8Array({ maxLength: 200 }));

  it('goes on with the handshake after what is no record', () => {
    const { ends, deliver, states, close } = pair();
    fc.assert(
      fc.property(garbage, ([type, bytes]) => ends[1].receive(Uint8Array.of(type, 0, ...bytes))),
    );
    ends[0].shake();
    deliver();
    assert.deepEqual(states(), ['connected', 'connected']);
    close();
  });

  it('gives nobody keys for forged records, and does not end by them once it is up', () => {
    const forge = (end: DtlsSession) =>
      fc.assert(
        fc.property(garbage, ([type, bytes]) => {
          const { length } = bytes;
          end.receive(
            Uint8Array.of(type, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, length >> 8, length, ...bytes),
          );
          end.receive(Uint8Array.of(type, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, ...bytes));
        }),
      );
    const early = pair();
    forge(early.ends[1]);
    assert.notEqual(early.ends[1].state, 'connected');
    assert.equal(early.ends[1].keys, undefined);
    early.close();
    const { ends, deliver, states, close } = pair();
    ends[0].shake();
    deliver();
    for (const end of ends) forge(end);
    assert.deepEqual(states(), ['connected', 'connected']);
    close();
  });
});
