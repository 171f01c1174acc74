import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseCandidate } from '@sky-genesis/sdp';
import { announcedCandidates, relayCandidates } from './host-candidates.ts';

const own = ['candidate:1 1 UDP 2114977791 192.0.2.2 41234 typ host'];

it('announces every address with the port of the backend, the first before the others', () => {
  const written = announcedCandidates(['198.51.100.7', '2001:db8::7'], own);
  const read = written.map((text) => {
    const parsed = parseCandidate(text);
    assert.ok(parsed.ok);
    return parsed.value;
  });
  assert.deepEqual(
    read.map(({ address, port, type }) => [address, port, type]),
    [
      ['198.51.100.7', 41234, 'host'],
      ['2001:db8::7', 41234, 'host'],
    ],
  );
  assert.ok((read[0]?.priority ?? 0) > (read[1]?.priority ?? 0));
  assert.ok((read[0]?.priority ?? 0) < 2 ** 31);
});

it('announces nothing for a backend that has no port', () => {
  assert.deepEqual(announcedCandidates(['198.51.100.7'], []), []);
});

it('puts the entrance for relayed browsers below every other way in', () => {
  const direct = announcedCandidates(['198.51.100.7', '2001:db8::7'], own);
  const [lowest = 0] = direct.map((text) => Number(text.split(' ')[3])).sort((a, b) => a - b);
  const relayed = relayCandidates(direct, 41235).map((text) => text.split(' '));
  assert.deepEqual(
    relayed.map(([, , , , address, port]) => [address, port]),
    [
      ['198.51.100.7', '41235'],
      ['2001:db8::7', '41235'],
    ],
  );
  assert.ok(relayed.every(([, , , priority]) => Number(priority) < lowest));
});
