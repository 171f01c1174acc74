import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { accepted, problemIn } from '../testing/accepted.ts';
import { wire } from '../testing/wire.ts';
import { bodyParts } from './multipart.ts';
import { parseMessage } from './parse-message.ts';
import { serialise } from './serialise.ts';
import { StreamFramer } from './stream-framer.ts';

const lines = [
  'INVITE sip:bob@biloxi.example.com SIP/2.0',
  'Via: SIP/2.0/UDP pc33.atlanta.example.com;branch=z9hG4bK776asdhds;rport',
  'Max-Forwards: 70',
  'To: "Bob \\"B\\"" <sip:bob@biloxi.example.com>',
  'From: Alice <sip:alice@atlanta.example.com>;tag=1928301774',
  'Call-ID: a84b4c76e66710@pc33.atlanta.example.com',
  'CSeq: 314159 INVITE',
  'Contact: <sip:alice@[2001:db8::1]:5070;transport=tcp>, "A, B" <sips:alice@example.com>;q=0.5',
  'X-Room-ID: été',
];
const seed = { seed: 3261, numRuns: 2_000 };

test('whatever the bytes, the parser gives a result, and what it takes can be written and read again', () => {
  const original = wire(lines);
  const mutation = fc.tuple(
    fc.nat(original.length - 1),
    fc.nat(40),
    fc.uint8Array({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      let bytes = original;
      for (const [at, cut, put] of mutations)
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
      const parsed = parseMessage(bytes);
      if (!parsed.ok) return;
      const again = accepted(serialise(parsed.message));
      assert.deepEqual(Buffer.from(serialise(again)), Buffer.from(serialise(parsed.message)));
      bodyParts(again.headers, again.body);
    }),
    seed,
  );
});

test('bytes without any structure are refused and never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      assert.equal(parseMessage(bytes).ok, false);
      new StreamFramer().push(bytes);
    }),
    seed,
  );
});

test('a stream gives the same messages however it is cut', () => {
  const body = 'x'.repeat(300);
  const one = wire([...lines, 'Content-Length: 300'], body);
  const stream = Buffer.concat([one, Buffer.from('\r\n\r\n'), one, Buffer.from('\r\n'), one]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sizes) => {
      const framer = new StreamFramer();
      const kinds: string[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        for (const event of framer.push(stream.subarray(at, at + size))) {
          kinds.push(event.kind);
          if (event.kind === 'message') assert.deepEqual(Buffer.from(event.bytes), one);
        }
        at += size;
      }
      assert.equal(kinds.filter((kind) => kind === 'message').length, 3);
      assert.ok(!kinds.includes('broken'));
    }),
    { seed: 5626, numRuns: 300 },
  );
});

test('a CR LF pair in one piece is a ping, a single one a pong', () => {
  const framer = new StreamFramer();
  assert.deepEqual(framer.push(Buffer.from('\r\n\r\n')), [{ kind: 'ping' }]);
  assert.deepEqual(framer.push(Buffer.from('\r\n')), [{ kind: 'pong' }]);
  assert.deepEqual(framer.push(Buffer.from('\r')), []);
});

test('a stream without Content-Length, or with a head that never ends, is broken for good', () => {
  const framer = new StreamFramer();
  const [event] = framer.push(wire(lines));
  assert.ok(event?.kind === 'broken');
  assert.equal(event.problem.code, 'content-length');
  assert.deepEqual(framer.push(wire([...lines, 'Content-Length: 0'])), []);
  const endless = new StreamFramer().push(Buffer.alloc(40_000, 'a'));
  assert.equal(endless[0]?.kind === 'broken' && endless[0].problem.code, 'too-large');
});

test('a stream that announces more than a message may have is broken before it is read', () => {
  const [event] = new StreamFramer().push(wire([...lines, 'Content-Length: 65536']));
  assert.equal(event?.kind === 'broken' && event.problem.code, 'too-large');
});

test('too many header fields and too many bytes are a 513', () => {
  const many = wire([...lines, ...Array.from({ length: 300 }, (_, at) => `X-${at}: 1`)]);
  assert.deepEqual([problemIn(many).code, problemIn(many).status], ['too-many-headers', 513]);
  assert.equal(problemIn(Buffer.alloc(65_537, 'a')).status, 513);
});

test('a lone line feed ends no line', () => {
  assert.equal(problemIn(wire([...lines, 'X: a\nEvil: b'])).code, 'line-break');
});

test('the length of a body decides what belongs to it in a datagram', () => {
  assert.equal(accepted(wire([...lines, 'l: 2'], 'abc')).body.byteLength, 2);
  assert.equal(accepted(wire(lines, 'abc')).body.byteLength, 3);
  assert.equal(problemIn(wire([...lines, 'l: 4'], 'abc')).code, 'content-length');
});

test('a multipart body without its end, or without a boundary, has no parts', () => {
  const parts = (type: string, body: string) => {
    const message = accepted(wire([...lines, `Content-Type: ${type}`], body));
    return bodyParts(message.headers, message.body);
  };
  assert.equal(parts('multipart/mixed;boundary=b', '--b\r\n\r\nHello'), undefined);
  assert.equal(parts('multipart/mixed', '--b\r\n\r\nHello\r\n--b--'), undefined);
  const [bare] = parts('multipart/mixed;boundary="b"', '--b\r\n\r\nHello\r\n--b--') ?? [];
  assert.equal(bare?.type, 'text/plain');
  assert.equal(Buffer.from(bare?.bytes ?? []).toString(), 'Hello');
  assert.equal(parts('application/sdp', 'v=0')?.[0]?.type, 'application/sdp');
  assert.deepEqual(parts('application/sdp', ''), []);
});
