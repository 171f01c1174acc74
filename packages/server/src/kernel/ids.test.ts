import assert from 'node:assert/strict';
import { it } from 'node:test';
import { newId } from './ids.ts';

it('is a prefix and 26 digits of lower-case base32', () => {
  assert.match(newId('call', Date.now()), /^call_[0-9a-hjkmnp-tv-z]{26}$/);
});

it('sorts as text in the order of time', () => {
  const times = [0, 1, 31, 32, 255, 256, 65_536, 1_769_851_800_000, 1_769_851_800_001, 2 ** 47];
  const ids = times.map((time) => newId('evt', time));
  assert.deepEqual([...ids].sort(), ids);
});

it('holds the version and the variant of a UUIDv7 (RFC 9562 §5.7)', () => {
  const digits = '0123456789abcdefghjkmnpqrstvwxyz';
  for (let round = 0; round < 100; round += 1) {
    const id = newId('leg', 1_769_851_800_000).slice('leg_'.length);
    let bits = '';
    for (const digit of id) bits += digits.indexOf(digit).toString(2).padStart(5, '0');
    assert.equal(Number.parseInt(bits.slice(0, 48), 2), 1_769_851_800_000);
    assert.equal(bits.slice(48, 52), '0111');
    assert.equal(bits.slice(64, 66), '10');
  }
});

it('never gives the same id twice within a millisecond', () => {
  const ids = new Set(Array.from({ length: 20_000 }, () => newId('req', 1)));
  assert.equal(ids.size, 20_000);
});
