import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeLook, firstLook, focusOf } from './meeting-layout.ts';

const me = { id: 'me', kind: 'camera', isMe: true } as const;
const ann = { id: 'ann', kind: 'camera', isMe: false } as const;
const ben = { id: 'ben', kind: 'camera', isMe: false } as const;
const screen = { id: 'ben/screen', kind: 'screen', isMe: false } as const;
const mine = { id: 'me/screen', kind: 'screen', isMe: true } as const;
const speakerLook = { ...firstLook, layout: 'speaker' } as const;

describe('the focus of a meeting', () => {
  it('is nobody’s while all are shown alike', () => {
    assert.equal(focusOf([me, ann, ben], firstLook, 'ann'), null);
  });

  it('is who speaks, or has spoken last, where that is wanted', () => {
    assert.equal(focusOf([me, ann, ben], speakerLook, 'ben'), 'ben');
    assert.equal(focusOf([me, ann, ben], speakerLook, 'gone'), 'ann');
    assert.equal(focusOf([me], speakerLook, null), 'me');
  });

  it('is a shared screen before who speaks, but not one’s own', () => {
    assert.equal(focusOf([me, ann, ben, screen], speakerLook, 'ann'), 'ben/screen');
    assert.equal(focusOf([me, mine, ann], firstLook, null), null);
  });

  it('is what was pinned before everything else, while it is there', () => {
    const pinned = changeLook(firstLook, { type: 'pin', tile: 'ann', focus: 'ben/screen' });
    assert.equal(focusOf([me, ann, ben, screen], pinned, 'ben'), 'ann');
    assert.equal(focusOf([me, ben, screen], pinned, 'ben'), 'ben/screen');
  });

  it('is given up by pinning the same once more, a screen’s too', () => {
    const pinned = changeLook(firstLook, { type: 'pin', tile: 'ann', focus: null });
    const again = changeLook(pinned, { type: 'pin', tile: 'ann', focus: 'ann' });
    assert.equal(focusOf([me, ann], again, null), null);
    const put = changeLook(firstLook, { type: 'pin', tile: screen.id, focus: screen.id });
    assert.equal(focusOf([me, ben, screen], put, null), null);
    const back = changeLook(put, { type: 'pin', tile: screen.id, focus: null });
    assert.equal(focusOf([me, ben, screen], back, null), screen.id);
  });
});

describe('the look of a meeting', () => {
  it('opens a panel, another in its place, and closes it by the same word', () => {
    const chat = changeLook(firstLook, { type: 'panel', panel: 'chat' });
    const people = changeLook(chat, { type: 'panel', panel: 'people' });
    assert.equal(people.panel, 'people');
    assert.equal(changeLook(people, { type: 'panel', panel: 'people' }).panel, null);
  });

  it('turns no page beyond the first and the last', () => {
    const turned = changeLook(firstLook, { type: 'page', by: 5, pages: 3 });
    assert.equal(turned.page, 2);
    assert.equal(changeLook(turned, { type: 'page', by: -9, pages: 3 }).page, 0);
  });

  it('begins at the first page when the layout changes', () => {
    const turned = changeLook(firstLook, { type: 'page', by: 1, pages: 3 });
    const other = changeLook(turned, { type: 'layout' });
    assert.deepEqual([other.layout, other.page], ['speaker', 0]);
  });
});
