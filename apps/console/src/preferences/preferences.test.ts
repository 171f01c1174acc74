import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPreferenceStore } from './preferences.ts';

function memory(initial?: string) {
  let held = initial ?? null;
  return {
    getItem: () => held,
    setItem: (_key: string, value: string) => {
      held = value;
    },
  };
}

describe('preferences', () => {
  it('are there again for the next page', () => {
    const storage = memory();
    createPreferenceStore(storage).write({ language: 'fr', camera: 'cam-2' });
    assert.deepEqual(createPreferenceStore(storage).read(), { language: 'fr', camera: 'cam-2' });
  });

  it('tell their readers of a change, with a new object', () => {
    const store = createPreferenceStore(memory());
    const before = store.read();
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    store.write({ ringtone: false });
    assert.equal(told, 1);
    assert.notEqual(store.read(), before);
  });

  it('can be forgotten one by one', () => {
    const store = createPreferenceStore(memory());
    store.write({ language: 'fr', speaker: 'desk' });
    store.forget('language');
    assert.deepEqual(store.read(), { speaker: 'desk' });
  });

  it('count as none where the storage holds something else', () => {
    assert.deepEqual(createPreferenceStore(memory('{"language":"tlh"}')).read(), {});
    assert.deepEqual(createPreferenceStore(memory('not json')).read(), {});
  });

  it('hold until the page closes where the storage refuses them', () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    const store = createPreferenceStore(refusing);
    store.write({ ringtone: false });
    assert.deepEqual(store.read(), { ringtone: false });
  });
});
