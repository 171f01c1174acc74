import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allocate, smallestBps, type VideoNeed } from './allocation.ts';

const simulcast: VideoNeed = {
  ratesBps: [100_000, 400_000, 1_500_000],
  wanted: 2,
  current: -1,
  pinned: false,
  area: 100,
};
const need = (change: Partial<VideoNeed> = {}): VideoNeed => ({ ...simulcast, ...change });

const anyNeed: fc.Arbitrary<VideoNeed> = fc.record({
  ratesBps: fc.array(fc.constantFrom(0, 80_000, 150_000, 500_000, 2_000_000), {
    minLength: 1,
    maxLength: 4,
  }),
  wanted: fc.integer({ min: -1, max: 3 }),
  current: fc.integer({ min: -1, max: 3 }),
  pinned: fc.boolean(),
  area: fc.integer({ min: 0, max: 10_000 }),
});
const anyNeeds = fc.array(anyNeed, { maxLength: 12 });
const anyBudget = fc.integer({ min: 0, max: 20_000_000 });

describe('allocate', () => {
  it('gives everybody a picture before anybody a better one', () => {
    const needs = [need(), need(), need()];
    assert.deepEqual(allocate(345_000, needs).layers, [0, 0, 0]);
    assert.deepEqual(allocate(344_000, needs).layers, [0, 0, -1]);
  });

  it('raises the pinned as far as it wants, then the others by turns, the larger first', () => {
    const needs = [need(), need({ area: 200 }), need({ pinned: true, area: 1 })];
    assert.deepEqual(allocate(2_400_000, needs).layers, [0, 1, 2]);
    assert.deepEqual(allocate(2_700_000, needs).layers, [1, 1, 2]);
  });

  it('lets go only where there is too little, and goes up only where there is more than enough', () => {
    assert.deepEqual(allocate(400_000, [need({ current: 0 })]).layers, [0]);
    assert.deepEqual(allocate(460_001, [need({ current: 0 })]).layers, [1]);
    assert.deepEqual(allocate(385_000, [need({ current: 1 })]).layers, [1]);
    assert.deepEqual(allocate(375_000, [need({ current: 1 })]).layers, [0]);
  });

  it('lets nobody go up for a while, but gives newcomers a picture', () => {
    const needs = [need({ current: 1 }), need()];
    assert.deepEqual(allocate(10_000_000, needs, false).layers, [1, 0]);
  });

  it('passes over layers that do not flow', () => {
    const gap = need({ ratesBps: [0, 300_000, 0] });
    assert.deepEqual(allocate(10_000_000, [gap]).layers, [1]);
    assert.equal(allocate(10_000_000, [gap]).missingBps, undefined);
    assert.deepEqual(allocate(10_000_000, [need({ ratesBps: [0, 0, 0] })]).layers, [-1]);
  });

  it('tells what the next step up needs', () => {
    assert.equal(allocate(0, [need()]).missingBps, 115_000);
    assert.equal(allocate(200_000, [need()]).missingBps, 460_000);
    assert.equal(allocate(9_000_000, [need()]).missingBps, undefined);
  });

  it('gives everybody a picture for what `smallestBps` says', () => {
    fc.assert(
      fc.property(anyNeeds, (needs) => {
        const { layers } = allocate(smallestBps(needs) + 1, needs);
        needs.forEach(({ ratesBps, wanted }, i) => {
          const flows = ratesBps.slice(0, wanted + 1).some((rate) => rate > 0);
          assert.equal((layers[i] ?? -1) >= 0, flows);
        });
      }),
    );
  });

  it('never spends more than there is, but for the tolerance of what stays', () => {
    fc.assert(
      fc.property(anyBudget, anyNeeds, (budgetBps, needs) => {
        const { spentBps } = allocate(budgetBps, needs);
        assert.ok(spentBps * 0.95 <= budgetBps + 1);
      }),
    );
  });

  it('gives nobody more than is wanted, and only what flows', () => {
    fc.assert(
      fc.property(anyBudget, anyNeeds, (budgetBps, needs) => {
        allocate(budgetBps, needs).layers.forEach((layer, i) => {
          assert.ok(layer <= (needs[i]?.wanted ?? -1));
          assert.ok(layer === -1 || (needs[i]?.ratesBps[layer] ?? 0) > 0);
        });
      }),
    );
  });

  it('changes nothing when asked again with what it gave', () => {
    fc.assert(
      fc.property(anyBudget, fc.array(anyNeed, { maxLength: 1 }), (budgetBps, needs) => {
        const [first] = allocate(budgetBps, needs).layers;
        const again = needs.map((each) => ({ ...each, current: first ?? -1 }));
        assert.equal(allocate(budgetBps, again).layers[0] ?? -1, first ?? -1);
      }),
    );
  });

  it('reaches what it says is missing', () => {
    fc.assert(
      fc.property(anyBudget, anyNeed, (budgetBps, one) => {
        const before = allocate(budgetBps, [one]);
        if (before.missingBps === undefined) return;
        const after = allocate(before.missingBps + 1, [one]);
        assert.ok((after.layers[0] ?? -1) > (before.layers[0] ?? -1));
      }),
    );
  });
});
