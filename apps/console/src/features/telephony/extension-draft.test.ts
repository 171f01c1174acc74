import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyExtension, extensionOf } from './extension-draft.ts';

const room = { id: 'room_1', name: 'Team meeting' };

describe('an extension in a form', () => {
  it('leads only to what is chosen last, whatever was entered before', () => {
    const both = { ...emptyExtension, number: ' 1042 ', userId: 'noor', room };
    assert.deepEqual(extensionOf(both), { number: '1042', user_id: 'noor' });
    assert.deepEqual(extensionOf({ ...both, target: 'room', name: 'Team' }), {
      number: '1042',
      display_name: 'Team',
      room_id: 'room_1',
    });
  });

  it('asks for a PIN in the language that is chosen, or in the server’s', () => {
    const entrance = { ...emptyExtension, number: '8000', target: 'pin', room } as const;
    assert.deepEqual(extensionOf(entrance), { number: '8000', dial_in: true });
    assert.equal(extensionOf({ ...entrance, language: 'fr' }).language, 'fr');
  });

  it('is called as its room, where it is given no name', () => {
    const draft = { ...emptyExtension, number: '8001', target: 'room', room } as const;
    assert.equal(extensionOf(draft).display_name, 'Team meeting');
  });
});
