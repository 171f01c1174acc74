import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseCandidate } from '@sky-genesis/sdp';
import { hostCandidates } from './host-candidates.ts';

it('announces every address with the port, the first before the others', () => {
  const written = hostCandidates(['198.51.100.7', '2001:db8::7'], 41234);
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
