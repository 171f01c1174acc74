import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type TelephoneEvent,
  type TelephoneEventPacket,
  TelephoneEventReceiver,
  TelephoneEventSender,
} from './telephone-event.ts';

/** All steps until there is nothing left to press; undefined is sound. */
function steps(sender: TelephoneEventSender, count: number) {
  return Array.from({ length: count }, () => sender.next());
}

function receive(packets: readonly (TelephoneEventPacket | undefined)[]): TelephoneEvent[] {
  const receiver = new TelephoneEventReceiver(8000);
  const told: (TelephoneEvent | undefined)[] = [];
  packets.forEach((packet, i) => {
    const nowMs = i * 20;
    if (packet !== undefined) {
      const { payload, sinceTicks } = packet;
      const timestamp = i * 160 - sinceTicks;
      told.push(receiver.receive(timestamp, payload, 0, payload.length, nowMs));
    }
    told.push(receiver.poll(nowMs));
  });
  return told.filter((event) => event !== undefined);
}

describe('TelephoneEventSender', () => {
  it('sends a key as RFC 4733 has it: one timestamp, a growing duration, the end three times', () => {
    const sender = new TelephoneEventSender(8000);
    assert.equal(sender.press('5', 100), true);
    const packets = steps(sender, 8).map((packet) => packet && [...packet.payload]);
    assert.deepEqual(packets, [
      [5, 10, 0, 160],
      [5, 10, 1, 64],
      [5, 10, 1, 224],
      [5, 10, 2, 128],
      [5, 0x8a, 3, 32],
      [5, 0x8a, 3, 32],
      [5, 0x8a, 3, 32],
      undefined,
    ]);
  });

  it('marks the beginning of each key, and leaves a gap between two', () => {
    const sender = new TelephoneEventSender(8000);
    sender.press('1#', 40);
    const marks = steps(sender, 12).map((packet) => packet?.marker);
    const key = [true, false, false, false];
    assert.deepEqual(marks, [...key, undefined, undefined, undefined, ...key, undefined]);
  });

  it('presses nothing of what is no key', () => {
    const sender = new TelephoneEventSender(8000);
    assert.equal(sender.press('1X', 40), false);
    assert.equal(sender.next(), undefined);
  });
});

describe('TelephoneEventReceiver', () => {
  const pressed = (digits: string) => {
    const sender = new TelephoneEventSender(8000);
    sender.press(digits, 100);
    return [...steps(sender, 20 * digits.length + 20)];
  };

  it('tells each key once, with its duration', () => {
    assert.deepEqual(receive(pressed('42*#D')), [
      { digit: '4', durationMs: 100 },
      { digit: '2', durationMs: 100 },
      { digit: '*', durationMs: 100 },
      { digit: '#', durationMs: 100 },
      { digit: 'D', durationMs: 100 },
    ]);
  });

  it('tells a key whose end was lost, by silence or by the next', () => {
    const lossy = pressed('12').map((packet) =>
      packet !== undefined && (packet.payload[1] ?? 0) >= 0x80 ? undefined : packet,
    );
    assert.deepEqual(
      receive(lossy).map(({ digit }) => digit),
      ['1', '2'],
    );
  });

  it('tells no key twice, whatever is lost and comes again, as long as something comes', () => {
    const losses = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(losses, (kept) => {
        const packets = pressed('7').map((packet, i) => (kept[i] === true ? packet : undefined));
        const told = receive([...packets, ...steps(new TelephoneEventSender(8000), 20)]);
        const expected = kept.includes(true) ? ['7'] : [];
        assert.deepEqual(
          told.map(({ digit }) => digit),
          expected,
        );
      }),
    );
  });

  it('ignores events that are no keys, and what is cut short', () => {
    const receiver = new TelephoneEventReceiver(8000);
    for (const payload of [[], [1], [1, 0x80, 0], [16, 0x80, 0, 1], [255, 0x80, 0, 1]])
      assert.equal(receiver.receive(1, Uint8Array.from(payload), 0, payload.length, 0), undefined);
    assert.equal(receiver.poll(1000), undefined);
  });
});
