import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { Secret } from '../../kernel/index.ts';
import { iceServersFor } from './ice-servers.ts';

const NOW = Date.UTC(2026, 0, 31);
const SETTINGS = {
  stunUrls: ['stun:stun.example.com:3478'],
  turnUrls: ['turn:turn.example.com:3478?transport=udp', 'turns:turn.example.com:5349'],
  turnSecret: new Secret('north'),
  ttlS: 3600,
};

describe('iceServersFor', () => {
  it('gives TURN credentials as coturn computes them', () => {
    const [stun, turn] = iceServersFor(SETTINGS, 'alice', NOW);
    assert.deepEqual(stun, { urls: SETTINGS.stunUrls });
    const username = `${NOW / 1000 + 3600}:alice`;
    const credential = createHmac('sha1', 'north').update(username).digest('base64');
    assert.deepEqual(turn, { urls: SETTINGS.turnUrls, username, credential });
  });

  it('agrees with a credential computed by another implementation', () => {
    // printf '1769817600:alice' | openssl dgst -sha1 -hmac north -binary | base64
    const [turn] = iceServersFor(
      { ...SETTINGS, stunUrls: [], ttlS: 0 },
      'alice',
      1_769_817_600_000,
    );
    assert.equal(turn?.credential, 'auKIxsgU+D8smW+wpgQEmpLRa4c=');
  });

  it('offers no TURN server without a secret, and nothing without any', () => {
    const { turnSecret: _, ...open } = SETTINGS;
    const without = { ...open, turnSecret: undefined };
    assert.deepEqual(iceServersFor(without, 'alice', NOW), [{ urls: SETTINGS.stunUrls }]);
    assert.deepEqual(iceServersFor({ ...without, stunUrls: [] }, 'alice', NOW), []);
  });
});
