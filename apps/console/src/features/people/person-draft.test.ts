import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyDraft, invitationOf, userOf } from './person-draft.ts';

describe('a new person', () => {
  it('is invited without the fields that were left empty', () => {
    const draft = { ...emptyDraft, id: ' noor ', name: ' Noor Haddad ' };
    assert.deepEqual(invitationOf(draft), {
      user_id: 'noor',
      display_name: 'Noor Haddad',
      role: 'user',
    });
  });

  it('is created with the password exactly as it was entered', () => {
    const draft = {
      ...emptyDraft,
      id: 'noor',
      way: 'password',
      password: ' with spaces ',
    } as const;
    assert.deepEqual(userOf(draft), { id: 'noor', role: 'user', password: ' with spaces ' });
  });
});
