import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseCandidate } from './candidate.ts';
import { parseCandidateInit } from './candidate-init.ts';

const HOST = 'candidate:1 1 udp 2130706431 192.168.1.1 54321 typ host';

function candidate(text: string) {
  const parsed = parseCandidate(text);
  assert.ok(parsed.ok, parsed.ok ? '' : `${text}: ${parsed.problem.message}`);
  return parsed.value;
}

function gathered(browser: string): readonly unknown[] {
  const list: unknown = JSON.parse(
    readFileSync(new URL(`./fixtures/${browser}-candidates.json`, import.meta.url), 'utf8'),
  );
  assert.ok(Array.isArray(list));
  return list.map((item: unknown): unknown => JSON.parse(String(item)));
}

describe('parseCandidate', () => {
  it('reads every field', () => {
    const { extensions, ...fields } = candidate(
      'candidate:842163049 2 UDP 1677729535 203.0.113.7 40100 typ srflx raddr 10.0.0.5 rport 54321 generation 0 network-cost 999',
    );
    assert.deepEqual(fields, {
      foundation: '842163049',
      component: 2,
      transport: 'udp',
      priority: 1_677_729_535,
      address: '203.0.113.7',
      port: 40_100,
      type: 'srflx',
      tcpType: null,
      relatedAddress: '10.0.0.5',
      relatedPort: 54_321,
    });
    assert.deepEqual(
      [...extensions],
      [
        ['generation', '0'],
        ['network-cost', '999'],
      ],
    );
  });

  it('accepts an attribute, IPv6, mDNS names and TCP candidates', () => {
    assert.equal(candidate(`a=${HOST}`).address, '192.168.1.1');
    assert.equal(candidate(HOST.replace('192.168.1.1', 'fd00::2')).address, 'fd00::2');
    const name = '9403dfe4-a7c4-4979-a04e-fb315d527ab5.local';
    assert.equal(candidate(HOST.replace('192.168.1.1', name)).address, name);
    const tcp = 'candidate:2 1 TCP 2105458943 10.0.0.1 9 typ host tcptype active';
    assert.deepEqual([candidate(tcp).transport, candidate(tcp).tcpType], ['tcp', 'active']);
  });

  for (const address of ['::', '::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', 'fe80::1:2', '1::8']) {
    it(`accepts the IPv6 address ${address}`, () => {
      assert.equal(candidate(HOST.replace('192.168.1.1', address)).address, address);
    });
  }

  const broken: readonly (readonly [what: string, text: string])[] = [
    ['another word in front', HOST.replace('candidate', 'kandidat')],
    ['no fields', 'candidate:'],
    ['a line break', `${HOST}\r\na=x`],
    ['component 0', HOST.replace(' 1 udp', ' 0 udp')],
    ['component 257', HOST.replace(' 1 udp', ' 257 udp')],
    ['an unknown transport', HOST.replace('udp', 'sctp')],
    ['priority 0', HOST.replace('2130706431', '0')],
    ['a priority over 31 bits', HOST.replace('2130706431', '2147483648')],
    ['a broken IPv4 address', HOST.replace('192.168.1.1', '192.168.1.256')],
    ['a short IPv4 address', HOST.replace('192.168.1.1', '192.168.1')],
    ['an IPv6 address of two gaps', HOST.replace('192.168.1.1', '1::2::3')],
    ['an IPv6 address of nine groups', HOST.replace('192.168.1.1', '1:2:3:4:5:6:7:8:9')],
    ['a full IPv6 address with a gap', HOST.replace('192.168.1.1', '1:2:3:4::5:6:7:8')],
    ['a name with a bad character', HOST.replace('192.168.1.1', 'a b')],
    ['a port over 65535', HOST.replace('54321', '65536')],
    ['no typ', HOST.replace('typ', 'type')],
    ['an unknown type', HOST.replace('host', 'guest')],
    ['a related address that is none', `${HOST} raddr ! rport 9`],
    ['a related port that is none', `${HOST} raddr 10.0.0.1 rport x`],
    ['an extension without its value', `${HOST} generation`],
    ['TCP without its tcptype', HOST.replace('udp', 'tcp')],
    ['an unknown tcptype', `${HOST.replace('udp', 'tcp')} tcptype both`],
    ['too many characters', `${HOST} x ${'y'.repeat(1024)}`],
  ];
  for (const [what, text] of broken) {
    it(`refuses ${what}`, () => {
      assert.equal(parseCandidate(text).ok, false);
    });
  }

  it('never throws', () => {
    const words = fc.array(
      fc.oneof(fc.constantFrom(...HOST.split(' ')), fc.string({ unit: 'binary', maxLength: 8 })),
    );
    fc.assert(
      fc.property(words, (list) => {
        parseCandidate(list.join(' '));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseCandidateInit', () => {
  for (const browser of ['chromium', 'firefox']) {
    it(`accepts everything that ${browser} gathered, flat and nested`, () => {
      for (const init of gathered(browser)) {
        for (const form of [init, { candidate: init }]) {
          const parsed = parseCandidateInit(form);
          assert.ok(parsed.ok, JSON.stringify(form));
        }
      }
    });
  }

  it('takes null, a null candidate and an empty candidate as the end of candidates', () => {
    for (const end of [
      null,
      { candidate: null },
      { candidate: '' },
      { candidate: { candidate: '', sdpMid: '0' } },
    ]) {
      const parsed = parseCandidateInit(end);
      assert.ok(parsed.ok);
      assert.equal(parsed.value.candidate, null);
    }
  });

  it('keeps what a candidate belongs to', () => {
    const parsed = parseCandidateInit({
      candidate: { candidate: HOST, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'LMpf' },
    });
    assert.ok(parsed.ok);
    const { candidate: inner, ...where } = parsed.value;
    assert.equal(inner?.port, 54_321);
    assert.deepEqual(where, { sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'LMpf' });
  });

  const broken: readonly unknown[] = [
    undefined,
    {},
    'candidate',
    HOST,
    [HOST],
    { candidate: 1 },
    { candidate: {} },
    { candidate: 'nonsense' },
    { candidate: { candidate: { candidate: HOST } } },
    { candidate: HOST, sdpMid: 0 },
    { candidate: HOST, sdpMLineIndex: -1 },
    { candidate: HOST, sdpMLineIndex: '0' },
    { candidate: HOST, usernameFragment: {} },
  ];
  for (const input of broken) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      assert.equal(parseCandidateInit(input).ok, false);
    });
  }

  it('never throws on any JSON', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        parseCandidateInit(input);
        parseCandidateInit({ candidate: input });
      }),
      { numRuns: 1000 },
    );
  });
});
