import assert from 'node:assert/strict';
import test from 'node:test';
import { HeaderFields } from '../message/header-fields.ts';
import { parseReferTo, parseReplaces } from '../message/session-headers.ts';
import type { Dialog } from './dialog.ts';
import {
  matchReplaces,
  progressContent,
  progressOf,
  progressState,
  referToReplacing,
} from './transfer.ts';

const dialog: Dialog = {
  callId: 'call@host',
  localTag: 'mine',
  remoteTag: 'theirs',
  phase: 'confirmed',
  isCaller: true,
  local: '',
  remote: '',
  remoteTarget: 'sip:carol@192.0.2.3;transport=tcp',
  routeSet: [],
  localSequence: 1,
  remoteSequence: undefined,
};

function verdict(value: string, changes: Partial<Dialog> = {}) {
  const replaces = parseReplaces(value);
  assert.ok(replaces);
  const found = matchReplaces(replaces, [{ ...dialog, ...changes }]);
  return found.kind === 'replace' ? 'replace' : found.status;
}

test('Replaces finds the dialog by our tag as to-tag, and nothing else', () => {
  assert.equal(verdict('call@host;to-tag=mine;from-tag=theirs'), 'replace');
  assert.equal(verdict('call@host;to-tag=theirs;from-tag=mine'), 481);
  assert.equal(verdict('other;to-tag=mine;from-tag=theirs'), 481);
});

test('Replaces respects whether the call is answered', () => {
  const value = 'call@host;to-tag=mine;from-tag=theirs';
  assert.equal(verdict(`${value};early-only`), 486);
  assert.equal(verdict(`${value};early-only`, { phase: 'early' }), 'replace');
  assert.equal(verdict(value, { phase: 'early', isCaller: false }), 481);
});

test('an attended transfer names the dialog as the third party sees it', () => {
  const refer = parseReferTo(referToReplacing(dialog));
  assert.ok(refer?.uri.scheme === 'sip');
  assert.equal(refer.uri.host, '192.0.2.3');
  assert.deepEqual(refer.replaces, {
    callId: 'call@host',
    toTag: 'theirs',
    fromTag: 'mine',
    earlyOnly: false,
  });
});

test('progress is told by a status line, and the final one ends the subscription', () => {
  const { bytes } = progressContent(180);
  const part = { type: 'message/sipfrag', headers: new HeaderFields(), bytes };
  assert.equal(progressOf(part), 180);
  assert.equal(progressOf({ ...part, type: 'text/plain' }), undefined);
  assert.equal(progressOf({ ...part, bytes: Buffer.from('SIP/2.0 999 No') }), undefined);
  assert.equal(progressState(180, 60), 'active;expires=60');
  assert.equal(progressState(486, 60), 'terminated;reason=noresource');
});
