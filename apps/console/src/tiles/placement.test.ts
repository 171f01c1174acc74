import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Rect, Size } from './area.ts';
import { gridCapacity } from './grid.ts';
import { placeTiles } from './placement.ts';
import { stripCapacity } from './spotlight.ts';

const desk: Size = { width: 1264, height: 620 };
const deskWithPanel: Size = { width: 900, height: 620 };
const phone: Size = { width: 374, height: 660 };
const phoneLying: Size = { width: 820, height: 250 };
const areas = { desk, deskWithPanel, phone, phoneLying };

const turnerPx = 44;

const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `part_${index}`);

const place = (count: number, area: Size, focus: string | null = null, page = 0) =>
  placeTiles({ tiles: people(count), focus, wholeFocus: false, area, turnerPx, page });

const inside = (rect: Rect, area: Size): boolean =>
  rect.x >= -0.01 &&
  rect.y >= -0.01 &&
  rect.x + rect.width <= area.width + 0.01 &&
  rect.y + rect.height <= area.height + 0.01;

const overlap = (one: Rect, other: Rect): boolean =>
  one.x < other.x + other.width - 0.01 &&
  other.x < one.x + one.width - 0.01 &&
  one.y < other.y + other.height - 0.01 &&
  other.y < one.y + one.height - 0.01;

describe('tiles on the stage', () => {
  for (const [name, area] of Object.entries(areas)) {
    it(`lie within it and never over each other, for 1 to 60 people, equal or around a focus (${name})`, () => {
      for (let count = 1; count <= 60; count += 1) {
        for (const focus of [null, 'part_0']) {
          const { rects, pages } = place(count, area, focus);
          const all = [...rects.values()];
          assert.ok(all.length > 0 && pages >= 1);
          all.forEach((rect, index) => {
            assert.ok(rect.width > 0 && rect.height > 0);
            assert.ok(inside(rect, area), `${count}: ${JSON.stringify(rect)}`);
            for (const other of all.slice(index + 1)) assert.ok(!overlap(rect, other));
          });
        }
      }
    });

    it(`show everybody on exactly one page (${name})`, () => {
      for (const focus of [null, 'part_3']) {
        const { pages } = place(60, area, focus);
        const seen = Array.from({ length: pages }, (_, page) => [
          ...place(60, area, focus, page).rects.keys(),
        ]).flat();
        const others = seen.filter((id) => id !== focus).sort();
        assert.deepEqual(
          others,
          people(60)
            .filter((id) => id !== focus)
            .sort(),
        );
        assert.equal(seen.filter((id) => id === focus).length, focus === null ? 0 : pages);
      }
    });
  }

  it('are as large as one another', () => {
    for (const count of [2, 5, 9, 25, 49]) {
      const sizes = [...place(count, desk).rects.values()].map(({ width, height }) =>
        [width, height].map((px) => px.toFixed(3)).join('×'),
      );
      assert.equal(new Set(sizes).size, 1);
    }
  });

  it('fit 49 to a page of a desk, and fewer to a phone’s', () => {
    assert.equal(gridCapacity(desk), 49);
    assert.equal(gridCapacity(deskWithPanel), 49);
    assert.equal(place(49, desk).pages, 1);
    assert.ok(place(50, desk).pages > 1);
    assert.equal(gridCapacity(phone), 18);
    assert.equal(place(49, phone).pages, 4);
  });

  it('stand side by side on a desk and one above the other on a phone', () => {
    const [left, right] = place(2, desk).rects.values();
    assert.ok(left && right && left.y === right.y && left.x < right.x);
    const [above, below] = place(2, phone).rects.values();
    assert.ok(above && below && above.x === below.x && above.y < below.y);
  });

  it('keep their size on a last page that is not full', () => {
    const [first] = place(50, desk).rects.values();
    const [last] = place(50, desk, null, 1).rects.values();
    assert.equal(last?.width, first?.width);
  });

  it('centre a last row that is not full', () => {
    const rects = [...place(5, desk).rects.values()];
    const last = rects.slice(3);
    const left = last[0]?.x ?? 0;
    const right = desk.width - ((last[1]?.x ?? 0) + (last[1]?.width ?? 0));
    assert.ok(Math.abs(left - right) < 0.01);
  });

  it('give a screen all the room beside the others', () => {
    const { rects } = placeTiles({
      tiles: people(5),
      focus: 'part_2',
      wholeFocus: true,
      area: desk,
      turnerPx,
      page: 0,
    });
    assert.equal(rects.get('part_2')?.height, desk.height);
    assert.ok((rects.get('part_2')?.width ?? 0) > desk.width * 0.75);
  });

  it('take a page that is no longer there for the last one, and a focus that left for none', () => {
    assert.equal(place(10, desk, null, 7).page, 0);
    const { page, pages } = place(50, desk, null, 70);
    assert.equal(page, pages - 1);
    assert.equal(place(3, desk, 'part_9').rects.size, 3);
  });

  it('leave the foot to the page turner where there are pages, and never to one for a single page', () => {
    for (let width = 300; width <= 1300; width += 25) {
      const area = { width, height: 600 };
      for (const count of [5, 12, 20, 33, 49]) {
        for (const focus of [null, 'part_0']) {
          const { rects, pages } = place(count, area, focus);
          const bottom = Math.max(...[...rects.values()].map(({ y, height }) => y + height));
          if (pages > 1) assert.ok(bottom <= area.height - turnerPx + 0.01);
          else assert.equal(rects.size, count);
        }
      }
    }
  });

  it('survive a stage without any room', () => {
    const none = { width: 0, height: 0 };
    assert.equal(place(5, none).rects.size, 1);
    assert.equal(gridCapacity(none), 1);
    assert.equal(stripCapacity(none), 1);
  });
});
