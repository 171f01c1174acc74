import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LayerDemand } from './demand.ts';

describe('LayerDemand', () => {
  it('is for all layers until nobody has wanted them for four seconds', () => {
    const demand = new LayerDemand(3);
    assert.equal(demand.update(0, 1000), false);
    assert.equal(demand.update(0, 4999), false);
    assert.deepEqual(demand.layers, [true, true, true]);
    assert.equal(demand.update(0, 5000), true);
    assert.deepEqual(demand.layers, [true, false, false]);
    assert.equal(demand.update(0, 9000), false);
  });

  it('switches a layer on at once, with those below it', () => {
    const demand = new LayerDemand(3);
    for (const nowMs of [0, 4000]) demand.update(-1, nowMs);
    assert.deepEqual(demand.layers, [false, false, false]);
    assert.equal(demand.update(1, 4100), true);
    assert.deepEqual(demand.layers, [true, true, false]);
  });

  it('counts the time anew when somebody has looked in between', () => {
    const demand = new LayerDemand(1);
    demand.update(-1, 0);
    demand.update(0, 3000);
    demand.update(-1, 3500);
    assert.equal(demand.update(-1, 7000), false);
    assert.equal(demand.update(-1, 7500), true);
  });
});
