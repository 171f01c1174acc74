import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseCodec, codecFor, offeredCodecs } from './choose-codec.ts';

/** The formats of an m-line: `96 VP8/90000 …`, in order. */
function section(...formats: readonly [number, string | number, string?][]) {
  return {
    payloads: formats.map(([payload]) => payload).join(' '),
    rtp: formats.map(([payload, codec]) => ({ payload, codec, rate: 90_000 })),
    fmtp: formats.flatMap(([payload, , config]) =>
      config === undefined ? [] : { payload, config },
    ),
  };
}
const baseline = 'packetization-mode=1;profile-level-id=42e01f';
const high = 'packetization-mode=1;profile-level-id=640c1f';

describe('offeredCodecs', () => {
  it('keeps what can be forwarded, in the order of the m-line, with its retransmission', () => {
    const offered = offeredCodecs('video', {
      ...section(
        [96, 'VP8'],
        [97, 'rtx', 'apt=96'],
        [98, 'VP9', 'profile-id=0'],
        [100, 'VP9', 'profile-id=2'],
        [104, 'H264', 'packetization-mode=0;profile-level-id=42e01f'],
        [108, 'H264', baseline],
        [45, 'AV1', 'level-idx=5;profile=0;tier=0'],
        [46, 'AV1', 'profile=1'],
        [118, 'red'],
        [119, 8],
      ),
      payloads: '45 98 96 97 100 104 108 46 118 119',
    });
    assert.deepEqual(
      offered.map(({ name, payloadType, rtxPayloadType }) => [name, payloadType, rtxPayloadType]),
      [
        ['av1', 45, undefined],
        ['vp9', 98, undefined],
        ['vp8', 96, 97],
        ['h264', 108, undefined],
      ],
    );
  });

  it('tells redundancy, and whether it is preferred', () => {
    const plain = section([111, 'opus', 'minptime=10'], [63, 'red', '111/111']);
    const [opus] = offeredCodecs('audio', plain);
    assert.deepEqual([opus?.redPayloadType, opus?.prefersRed], [63, false]);
    const [preferred] = offeredCodecs('audio', { ...plain, payloads: '63 111' });
    assert.equal(preferred?.prefersRed, true);
  });
});

describe('chooseCodec', () => {
  it('takes the first, but of H.264 only the baseline', () => {
    const offered = offeredCodecs('video', section([1, 'H264', high], [2, 'VP9'], [3, 'VP8']));
    assert.equal(chooseCodec(offered)?.name, 'vp9');
    const baselined = offeredCodecs('video', section([1, 'H264', high], [2, 'H264', baseline]));
    assert.equal(chooseCodec(baselined)?.payloadType, 2);
    assert.equal(chooseCodec([]), undefined);
  });

  it('leaves redundancy out where it is not preferred', () => {
    const plain = section([111, 'opus'], [63, 'red', '111/111']);
    assert.equal(chooseCodec(offeredCodecs('audio', plain))?.redPayloadType, undefined);
    const preferred = offeredCodecs('audio', { ...plain, payloads: '63 111' });
    assert.equal(chooseCodec(preferred)?.redPayloadType, 63);
  });
});

describe('codecFor', () => {
  it('finds the payload type of the same profile, or of one that decodes it', () => {
    const [codec] = offeredCodecs('video', section([9, 'H264', baseline]));
    assert.ok(codec);
    const offered = offeredCodecs('video', section([1, 'H264', high], [2, 'H264', baseline]));
    assert.equal(codecFor(codec, offered)?.payloadType, 2);
    assert.equal(codecFor(codec, offered.slice(0, 1))?.payloadType, 1);
    assert.equal(codecFor(codec, offeredCodecs('video', section([3, 'VP8']))), undefined);
  });
});
