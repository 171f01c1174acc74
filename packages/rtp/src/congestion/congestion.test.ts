import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildRtcp } from '../rtcp/build-rtcp.ts';
import { parseRtcp } from '../rtcp/parse-rtcp.ts';
import type { TransportFeedback } from '../rtcp/rtcp-packets.ts';
import { ArrivalRecorder } from './arrival-recorder.ts';
import { BANDWIDTH_LIMITS, BandwidthEstimator } from './bandwidth-estimator.ts';
import { BandwidthProbe } from './bandwidth-probe.ts';
import { SentHistory } from './sent-history.ts';

/** Through octets and back, as it goes over the wire. */
function overWire(reports: readonly TransportFeedback[]): readonly TransportFeedback[] {
  return reports.map((report) => {
    const [read] = parseRtcp(buildRtcp([report]));
    assert.ok(read?.kind === 'transport-feedback');
    return read;
  });
}

describe('ArrivalRecorder', () => {
  it('reports nothing where nothing came', () => {
    const recorder = new ArrivalRecorder(1);
    assert.deepEqual(recorder.takeFeedback(2, 0), []);
    recorder.receive(-1, 5);
    assert.deepEqual(recorder.takeFeedback(2, 6), []);
    recorder.receive(7, 10);
    assert.equal(recorder.takeFeedback(2, 20).length, 1);
    assert.deepEqual(recorder.takeFeedback(2, 30), []);
  });

  it('reports losses and arrivals across the wrap, and counts its reports', () => {
    const recorder = new ArrivalRecorder(1);
    recorder.receive(65_534, 1000);
    recorder.receive(65_535, 1010.25);
    recorder.receive(1, 1020);
    const [first] = recorder.takeFeedback(2, 1050);
    assert.deepEqual(first, {
      kind: 'transport-feedback',
      senderSsrc: 1,
      mediaSsrc: 2,
      feedbackCount: 0,
      baseSequence: 65_534,
      statusCount: 4,
      referenceTimeMs: 960,
      received: [
        { sequenceNumber: 65_534, offsetMs: 40 },
        { sequenceNumber: 65_535, offsetMs: 50.25 },
        { sequenceNumber: 1, offsetMs: 60 },
      ],
    });
    recorder.receive(2, 1060);
    const [second] = recorder.takeFeedback(2, 1100);
    assert.deepEqual([second?.feedbackCount, second?.baseSequence], [1, 2]);
  });

  it('reports a packet that came after its report again, and what came with it', () => {
    const recorder = new ArrivalRecorder(1);
    recorder.receive(10, 0);
    recorder.receive(12, 1);
    recorder.takeFeedback(2, 50);
    recorder.receive(11, 60);
    const [again] = recorder.takeFeedback(2, 100);
    assert.deepEqual(
      again?.received.map(({ sequenceNumber }) => sequenceNumber),
      [11, 12],
    );
  });

  it('tells every arrival to a quarter of a millisecond, through the wire, in packets that fit', () => {
    const arrivals = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 99 })),
      {
        minLength: 1,
        maxLength: 600,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), arrivals, (first, steps) => {
        const recorder = new ArrivalRecorder(1);
        const expected = new Map<number, number>();
        let [sequence, nowMs] = [first, 5000];
        for (const [gap, quarters] of steps) {
          sequence += gap;
          nowMs += quarters / 4;
          // What lies further back than the window is not reported.
          if (sequence - first < 2000) {
            recorder.receive(sequence & 0xffff, nowMs);
            expected.set(sequence & 0xffff, nowMs);
          }
        }
        const reports = recorder.takeFeedback(2, nowMs);
        for (const report of reports) assert.ok(buildRtcp([report]).length <= 1150);
        const told = overWire(reports).flatMap(({ referenceTimeMs, received }) =>
          received.map(
            ({ sequenceNumber, offsetMs }) => [sequenceNumber, referenceTimeMs + offsetMs] as const,
          ),
        );
        assert.deepEqual(new Map(told), expected);
      }),
    );
  });
});

describe('SentHistory', () => {
  it('tells each packet once as received, and losses among them', () => {
    const history = new SentHistory();
    const recorder = new ArrivalRecorder(1);
    for (let i = 0; i < 4; i += 1) {
      const sequence = history.send(100 + i, i * 10);
      if (i !== 2) recorder.receive(sequence, 500 + i * 10);
    }
    const [feedback] = recorder.takeFeedback(2, 600);
    assert.ok(feedback);
    assert.deepEqual(history.results(feedback), [
      { sentMs: 0, sizeBytes: 100, arrivedMs: 500 },
      { sentMs: 10, sizeBytes: 101, arrivedMs: 510 },
      { sentMs: 20, sizeBytes: 102, arrivedMs: Number.NaN },
      { sentMs: 30, sizeBytes: 103, arrivedMs: 530 },
    ]);
    assert.deepEqual(
      history.results(feedback).map(({ sentMs }) => sentMs),
      [20],
    );
  });

  it('remembers as many packets as are in flight for a second, up to its bound', () => {
    for (const { packets, told } of [
      { packets: 100, told: 100 },
      { packets: 700, told: 700 },
      { packets: 1500, told: 1024 },
    ]) {
      const history = new SentHistory(10);
      for (let i = 0; i < 65_000; i += 1) history.send(1, i);
      const recorder = new ArrivalRecorder(1);
      for (let i = 0; i < packets; i += 1)
        recorder.receive(history.send(200 + i, 65_000 + i / packets), 90_000 + i / 10);
      const feedback = overWire(recorder.takeFeedback(2, 91_000));
      const sizes = feedback.flatMap((each) => history.results(each).map((one) => one.sizeBytes));
      const [first, last] = [sizes.find((size) => size > 1), sizes.at(-1)];
      assert.deepEqual([first, last], [200 + packets - told, 200 + packets - 1]);
    }
  });

  it('keeps one time line over the wrap of the reference time', () => {
    const history = new SentHistory();
    const wrapMs = 64 * 2 ** 24;
    const at = (arrivedMs: number) => {
      const recorder = new ArrivalRecorder(1);
      recorder.receive(history.send(1, 0), arrivedMs);
      const [feedback] = recorder.takeFeedback(2, arrivedMs);
      assert.ok(feedback);
      return history.results(feedback)[0]?.arrivedMs;
    };
    assert.equal(at(wrapMs - 100), wrapMs - 100);
    assert.equal(at(wrapMs + 100), wrapMs + 100);
  });
});

interface Link {
  readonly capacityBps: (nowMs: number) => number;
  readonly loss: (packet: number) => boolean;
  /** What there is to send; everything that the estimate allows where it is not given. */
  readonly offeredBps?: number;
}

/** A sender that fills its estimate, a link with a drop-tail queue of 400 ms, feedback every 50 ms. */
function simulate(link: Link, durationMs: number, startBps = BANDWIDTH_LIMITS.startBps) {
  const estimator = new BandwidthEstimator({ ...BANDWIDTH_LIMITS, startBps });
  const history = new SentHistory();
  const recorder = new ArrivalRecorder(1);
  const inFlight: { sequence: number; arriveMs: number }[] = [];
  const rates: { nowMs: number; bitrateBps: number; queueMs: number }[] = [];
  let [freeMs, budget, packets] = [0, 0, 0];
  for (let nowMs = 0; nowMs < durationMs; nowMs += 1) {
    budget +=
      Math.min(link.offeredBps ?? Number.POSITIVE_INFINITY, estimator.bitrateBps(nowMs)) / 8000;
    while (budget >= 1000) {
      budget -= 1000;
      packets += 1;
      const sequence = history.send(1000, nowMs);
      const queueMs = Math.max(0, freeMs - nowMs);
      if (queueMs > 400 || link.loss(packets)) continue;
      freeMs = Math.max(nowMs, freeMs) + 8_000_000 / link.capacityBps(nowMs);
      inFlight.push({ sequence, arriveMs: freeMs + 20 });
    }
    while ((inFlight[0]?.arriveMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const packet = inFlight.shift();
      if (packet) recorder.receive(packet.sequence, packet.arriveMs + 123_456);
    }
    if (nowMs % 50 !== 0) continue;
    for (const feedback of overWire(recorder.takeFeedback(2, nowMs + 123_456)))
      estimator.update(history.results(feedback), nowMs, 40);
    rates.push({
      nowMs,
      bitrateBps: estimator.bitrateBps(nowMs),
      queueMs: Math.max(0, freeMs - nowMs),
    });
  }
  const mean = (fromMs: number, of: 'bitrateBps' | 'queueMs') => {
    const chosen = rates.filter(({ nowMs }) => nowMs >= fromMs);
    return chosen.reduce((sum, rate) => sum + rate[of], 0) / chosen.length;
  };
  return { mean, estimator, durationMs };
}

describe('BandwidthEstimator', () => {
  it('finds the capacity of a link and keeps its queue short', () => {
    const run = simulate({ capacityBps: () => 2_000_000, loss: () => false }, 60_000);
    assert.ok(run.mean(30_000, 'bitrateBps') > 1_400_000, `${run.mean(30_000, 'bitrateBps')}`);
    assert.ok(run.mean(30_000, 'bitrateBps') < 2_050_000);
    assert.ok(run.mean(30_000, 'queueMs') < 60, `${run.mean(30_000, 'queueMs')}`);
  });

  it('comes down within two seconds when the link gets narrow, and back up afterwards', () => {
    const capacityBps = (nowMs: number) =>
      nowMs >= 30_000 && nowMs < 60_000 ? 500_000 : 2_000_000;
    const narrow = simulate({ capacityBps, loss: () => false }, 60_000);
    assert.ok(narrow.mean(32_000, 'bitrateBps') < 600_000);
    assert.ok(narrow.mean(32_000, 'bitrateBps') > 250_000);
    const wide = simulate({ capacityBps, loss: () => false }, 110_000);
    assert.ok(wide.mean(100_000, 'bitrateBps') > 1_000_000, `${wide.mean(100_000, 'bitrateBps')}`);
  });

  it('does not yield to a little random loss, and does to much', () => {
    const little = simulate({ capacityBps: () => 2_000_000, loss: (i) => i % 100 === 0 }, 40_000);
    assert.ok(little.mean(30_000, 'bitrateBps') > 1_200_000);
    const much = simulate({ capacityBps: () => 2_000_000, loss: (i) => i % 5 === 0 }, 40_000);
    assert.ok(much.mean(30_000, 'bitrateBps') < 300_000);
    assert.ok(Math.abs(much.estimator.lossFraction - 0.2) < 0.1);
  });

  it('keeps its estimate while there is less to send than it allows', () => {
    const link = { capacityBps: () => 2_000_000, loss: () => false, offeredBps: 200_000 };
    const estimate = simulate(link, 30_000).mean(10_000, 'bitrateBps');
    assert.ok(estimate >= BANDWIDTH_LIMITS.startBps && estimate < 700_000, `${estimate}`);
  });

  it('obeys a receiver that allows less, while it says so', () => {
    const estimator = new BandwidthEstimator();
    estimator.limitByReceiver(100_000, 0);
    assert.equal(estimator.bitrateBps(1000), 100_000);
    assert.equal(estimator.bitrateBps(5001), BANDWIDTH_LIMITS.startBps);
    estimator.limitByReceiver(2_000_000, 5500);
    assert.equal(estimator.bitrateBps(5500), 2_000_000);
    estimator.limitByReceiver(1, 6000);
    assert.equal(estimator.bitrateBps(6000), BANDWIDTH_LIMITS.minBps);
  });

  it('stays finite and within its limits whatever feedback says', () => {
    const result = fc.record({
      sentMs: fc.double({ noNaN: true, min: 0, max: 1e7 }),
      sizeBytes: fc.integer({ min: 0, max: 65_535 }),
      arrivedMs: fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { nil: Number.NaN }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(result, { maxLength: 50 }), { maxLength: 30 }), (batches) => {
        const estimator = new BandwidthEstimator();
        batches.forEach((batch, i) => {
          estimator.update(batch, i * 50, 30);
          const bitrateBps = estimator.bitrateBps(i * 50);
          assert.ok(bitrateBps >= BANDWIDTH_LIMITS.minBps && bitrateBps <= BANDWIDTH_LIMITS.maxBps);
        });
      }),
    );
  });
});

describe('BandwidthProbe', () => {
  /** A sender of 200 kbit/s on a link of `capacityBps` that probes for `targetBps`. */
  function probe(capacityBps: number, targetBps: number, lossEvery = 0): number | undefined {
    const history = new SentHistory();
    const recorder = new ArrivalRecorder(1);
    const running = new BandwidthProbe();
    let [freeMs, packets] = [0, 0];
    const send = (octets: number, nowMs: number) => {
      const sequence = history.send(octets, nowMs);
      packets += 1;
      if (lossEvery > 0 && packets % lossEvery === 0) return;
      freeMs = Math.max(nowMs, freeMs) + (octets * 8000) / capacityBps;
      recorder.receive(sequence, freeMs + 20);
    };
    running.begin(targetBps, 0, history.sentOctets);
    for (let nowMs = 0; nowMs < 1000; nowMs += 20) {
      send(500, nowMs);
      for (let due = running.paddingDue(nowMs, history.sentOctets); due > 0; due -= 267)
        send(267, nowMs);
      for (const feedback of overWire(recorder.takeFeedback(2, nowMs)))
        running.take(history.results(feedback));
      const proven = running.conclude(nowMs, 40);
      if (proven !== undefined) return proven;
    }
    return undefined;
  }

  it('proves a rate that the path carries', () => {
    const proven = probe(10_000_000, 1_000_000) ?? 0;
    assert.ok(proven > 900_000 && proven < 1_300_000, `${proven}`);
  });

  it('finds the rate of a path that does not carry so much', () => {
    const proven = probe(500_000, 2_000_000) ?? 0;
    assert.ok(proven > 400_000 && proven <= 500_000, `${proven}`);
  });

  it('proves nothing by what was lost', () => {
    assert.equal(probe(10_000_000, 1_000_000, 5), 0);
  });

  it('lets an estimate rise at once that little traffic had kept down', () => {
    const estimator = new BandwidthEstimator();
    estimator.update([{ sentMs: 0, sizeBytes: 100, arrivedMs: 10 }], 20);
    estimator.takeProof(3_000_000);
    assert.equal(estimator.bitrateBps(30), 3_000_000);
    estimator.takeProof(1e12);
    assert.equal(estimator.bitrateBps(30), BANDWIDTH_LIMITS.maxBps);
  });
});
