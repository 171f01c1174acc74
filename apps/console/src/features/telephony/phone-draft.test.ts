import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeOf, emptyPhone, newPhoneOf, settingsOf } from './phone-draft.ts';

const kept = {
  id: 'dev_1',
  user_id: 'noor',
  username: 'noor-desk',
  device_name: 'Desk',
  kind: 'softphone',
  srtp: 'dtls',
  registered: false,
  registration_expires_at: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
} as const;

describe('a phone in a form', () => {
  it('is added with what was entered, without the spaces around it', () => {
    const draft = { ...emptyPhone, userId: 'noor', name: ' Desk ', username: ' noor-desk ' };
    assert.deepEqual(newPhoneOf({ ...draft, srtp: 'sdes' }), {
      user_id: 'noor',
      username: 'noor-desk',
      device_name: 'Desk',
      kind: 'desk_phone',
      srtp: 'sdes',
    });
  });

  it('speaks in clear until something else is chosen', () => {
    assert.equal(newPhoneOf(emptyPhone).srtp, 'off');
  });

  it('comes out of its settings as it went in, and says nothing that cannot be changed', () => {
    assert.deepEqual(changeOf(settingsOf(kept)), { device_name: 'Desk', srtp: 'dtls' });
    assert.equal(changeOf({ name: ' Hall ', srtp: 'off' }).device_name, 'Hall');
  });
});
