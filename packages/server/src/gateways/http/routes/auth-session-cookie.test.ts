import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret } from '../../../kernel/index.ts';
import { noSessionCookie, sessionCookie } from './auth-session-cookie.ts';

describe('the session cookie', () => {
  it('travels over HTTPS only where the server is reached by it', () => {
    const token = new Secret('value');
    assert.match(sessionCookie(token, 'https://voip.example.org'), /; Secure$/);
    assert.doesNotMatch(sessionCookie(token, 'http://localhost:8080'), /Secure/);
  });

  it('is taken away under the attributes it was set with', () => {
    assert.equal(
      noSessionCookie('https://voip.example.org'),
      'sge_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });
});
