import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { middleNtp, ntpTime, roundTripMs, wallClockMs } from './ntp.ts';
import { ReceptionStatistics } from './reception-statistics.ts';
import { SenderStatistics } from './sender-statistics.ts';

function reportOf(statistics: ReceptionStatistics) {
  const report = statistics.report(7, 0);
  assert.ok(report);
  return report;
}

describe('ReceptionStatistics', () => {
  it('has no report before the first packet', () => {
    assert.equal(new ReceptionStatistics(8000).report(1, 0), undefined);
  });

  it('counts from a first sequence number of zero', () => {
    const statistics = new ReceptionStatistics(8000);
    statistics.receive(0, 0, 0, 1);
    assert.deepEqual([reportOf(statistics).highestSequence, statistics.packetsLost], [0, 0]);
  });

  it('counts what is lost across a wrap, per interval and in all', () => {
    const statistics = new ReceptionStatistics(8000);
    for (const sequence of [65_533, 65_534, 0, 1, 3, 4, 5, 6])
      statistics.receive(sequence, 0, 0, 10);
    const first = reportOf(statistics);
    assert.equal(first.cumulativeLost, 2);
    assert.equal(first.fractionLost, Math.floor((2 * 256) / 10));
    assert.equal(first.highestSequence, 65_536 + 6);
    for (const sequence of [7, 8]) statistics.receive(sequence, 0, 0, 10);
    const second = reportOf(statistics);
    assert.deepEqual([second.fractionLost, second.cumulativeLost], [0, 2]);
    assert.deepEqual([statistics.packetsReceived, statistics.octetsReceived], [10, 100]);
  });

  it('is not disturbed by reordering, and counts duplicates against losses', () => {
    const statistics = new ReceptionStatistics(8000);
    for (const sequence of [10, 12, 11, 13, 13]) statistics.receive(sequence, 0, 0, 1);
    assert.equal(reportOf(statistics).cumulativeLost, -1);
    assert.equal(reportOf(statistics).highestSequence, 13);
  });

  it('takes two packets after a great jump for a restart, and one for a stray', () => {
    const statistics = new ReceptionStatistics(8000);
    for (const sequence of [1, 2, 30_000, 3]) statistics.receive(sequence, 0, 0, 1);
    assert.equal(reportOf(statistics).highestSequence, 3);
    for (const sequence of [40_000, 40_001, 40_002]) statistics.receive(sequence, 0, 0, 1);
    const report = reportOf(statistics);
    assert.deepEqual([report.highestSequence, report.cumulativeLost], [40_002, 0]);
  });

  it('agrees with a plain count for any loss below the dropout limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.array(fc.integer({ min: 1, max: 2000 }), { maxLength: 200 }),
        (first, gaps) => {
          const statistics = new ReceptionStatistics(90_000);
          let sequence = first;
          statistics.receive(first, 0, 0, 1);
          for (const gap of gaps) {
            sequence += gap;
            statistics.receive(sequence & 0xffff, 0, 0, 1);
          }
          const expected = sequence - first + 1;
          assert.equal(statistics.packetsLost, expected - gaps.length - 1);
          assert.equal(reportOf(statistics).highestSequence, sequence);
        },
      ),
    );
  });

  it('estimates jitter as RFC 3550 appendix A.8 does', () => {
    const statistics = new ReceptionStatistics(8000);
    let expected = 0;
    const lateMs = [0, 5, 0, 10, 2, 2, 7];
    lateMs.forEach((late, i) => {
      statistics.receive(i, i * 160, 1000 + i * 20 + late, 1);
      if (i > 0) expected += (Math.abs(late - (lateMs[i - 1] ?? 0)) * 8 - expected) / 16;
    });
    assert.ok(Math.abs(statistics.jitterMs - expected / 8) < 1e-9);
    assert.equal(reportOf(statistics).jitter, Math.floor(expected));
  });

  it('has no jitter where the sender keeps its pace, timestamp wrap included', () => {
    const statistics = new ReceptionStatistics(90_000);
    for (let i = 0; i < 100; i += 1)
      statistics.receive(i, (0xffffffff - 90_000 + i * 3000) >>> 0, i * (1000 / 30), 1);
    assert.ok(statistics.jitterMs < 0.02);
  });

  it('quotes the last sender report', () => {
    const statistics = new ReceptionStatistics(8000);
    statistics.receive(1, 0, 0, 1);
    const report = statistics.report(1, 1500, { middleNtp: 0xabcd, arrivedMs: 1000 });
    assert.equal(report?.lastSenderReport, 0xabcd);
    assert.equal(report?.delaySinceLastSenderReport, 32_768);
  });
});

describe('NTP', () => {
  it('reads the round trip of the example of RFC 3550 figure 2', () => {
    // Report received at 0xb710:8000, last sender report 0xb705:2000, delay 5.250 s: 6.125 s.
    const report = {
      ssrc: 1,
      fractionLost: 0,
      cumulativeLost: 0,
      highestSequence: 0,
      jitter: 0,
      lastSenderReport: 0xb7052000,
      delaySinceLastSenderReport: 0x00054000,
    };
    // 10 November 1995 11:33:36.5 UTC, whose NTP seconds are 0xb44db710 in the figure.
    const nowMs = Date.UTC(1995, 10, 10, 11, 33, 36, 500);
    assert.equal(ntpTime(nowMs).ntpSeconds, 0xb44db710);
    assert.equal(roundTripMs(report, nowMs), 6125);
    assert.equal(roundTripMs({ ...report, lastSenderReport: 0 }, nowMs), undefined);
    assert.equal(roundTripMs(report, nowMs - 7000), undefined);
  });

  it('tells the wall clock of a timestamp, before and after the report', () => {
    const unixMs = Date.UTC(2026, 0, 1, 0, 0, 0, 250);
    const report = { ...ntpTime(unixMs), rtpTimestamp: 100 };
    assert.ok(Math.abs(wallClockMs(report, 100 + 9000, 90_000) - unixMs - 100) < 0.001);
    assert.ok(Math.abs(wallClockMs(report, (100 - 9000) >>> 0, 90_000) - unixMs + 100) < 0.001);
    assert.equal(middleNtp({ ntpSeconds: 0x12345678, ntpFraction: 0x9abcdef0 }), 0x56789abc);
  });
});

describe('SenderStatistics', () => {
  it('reports what was sent, and the timestamp of now', () => {
    const statistics = new SenderStatistics(90_000);
    const unixMs = Date.UTC(2026, 0, 1);
    assert.equal(statistics.report(7, unixMs), undefined);
    statistics.send(0xffffffff, 1000, unixMs);
    statistics.send(2999, 200, unixMs + 33);
    statistics.send(1000, 1, unixMs + 40);
    assert.deepEqual(statistics.report(7, unixMs + 133), {
      kind: 'sender-report',
      ssrc: 7,
      ...ntpTime(unixMs + 133),
      rtpTimestamp: 2999 + 9000,
      packetCount: 3,
      octetCount: 1201,
      reports: [],
    });
  });

  it('keeps to the pairing of the source that it forwards', () => {
    const statistics = new SenderStatistics(8000);
    statistics.send(5, 1, 0);
    const report = statistics.report(7, 2000, { timestamp: 1000, unixMs: 1000 });
    assert.equal(report?.rtpTimestamp, 9000);
  });
});
