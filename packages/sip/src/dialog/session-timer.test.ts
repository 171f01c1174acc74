import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest, buildResponse } from '../message/build.ts';
import {
  agreedInterval,
  answerSessionTimer,
  sessionDeadline,
  sessionTimerHeaders,
  wishAfterTooShort,
} from './session-timer.ts';

const wish = { intervalS: 1_800, minimumS: 120 };
type Fields = readonly (readonly [string, string])[];

function invite(headers: Fields) {
  return buildRequest({
    method: 'INVITE',
    uri: 'sip:a@b',
    from: '<sip:c@d>;tag=1',
    to: '<sip:a@b>',
    callId: 'x',
    sequence: 1,
    headers,
  });
}

/** `1800 uac`, or the kind of the refusal. */
function answered(headers: Fields): string {
  const answer = answerSessionTimer(invite(headers), wish);
  if (answer.kind !== 'timed') return answer.kind;
  const value = answer.headers.find(([name]) => name === 'Session-Expires')?.[1];
  const required = answer.headers.some(([name]) => name === 'Require');
  return `${value} ${answer.interval.weRefresh} ${required}`;
}

test('the called end keeps, shortens or lengthens what was asked, within both minima', () => {
  const timer = ['Supported', 'timer'] as const;
  assert.equal(
    answered([timer, ['Session-Expires', '600;refresher=uas']]),
    '600;refresher=uas true false',
  );
  assert.equal(answered([timer, ['Session-Expires', '600']]), '600;refresher=uac false true');
  assert.equal(answered([timer, ['Session-Expires', '7200']]), '1800;refresher=uac false true');
  assert.equal(
    answered([timer, ['Session-Expires', '7200'], ['Min-SE', '3600']]),
    '3600;refresher=uac false true',
  );
  assert.equal(answered([timer]), '1800;refresher=uac false true');
});

test('a caller that knows no timers is refreshed by the called end', () => {
  assert.equal(answered([]), '1800;refresher=uas true false');
  assert.equal(
    answered([['Session-Expires', '600;refresher=uac']]),
    '600;refresher=uas true false',
  );
});

test('too short an interval is a 422, unless the caller could not read it', () => {
  assert.equal(
    answered([
      ['Supported', 'timer'],
      ['Session-Expires', '100'],
    ]),
    'too-short',
  );
  assert.equal(answered([['Session-Expires', '100']]), 'none');
});

test('the caller asks, and asks again with the minimum of a 422', () => {
  assert.deepEqual(sessionTimerHeaders(wish), [
    ['Supported', 'timer'],
    ['Session-Expires', '1800'],
    ['Min-SE', '120'],
  ]);
  const refused = (minimum: string) =>
    wishAfterTooShort(buildResponse(invite([]), 422, { headers: [['Min-SE', minimum]] }), wish);
  assert.deepEqual(refused('3600'), { intervalS: 3_600, minimumS: 3_600 });
  assert.equal(refused('90'), undefined);
});

test('the 2xx says who refreshes, and refreshes keep the roles', () => {
  const agreed = (value: string) =>
    agreedInterval(buildResponse(invite([]), 200, { headers: [['Session-Expires', value]] }));
  const ours = { intervalS: 600, weRefresh: true };
  const theirs = { intervalS: 600, weRefresh: false };
  assert.deepEqual([agreed('600;refresher=uac'), agreed('600;refresher=uas')], [ours, theirs]);
  assert.deepEqual([agreed('60'), agreed('')], [undefined, undefined]);
  assert.equal(sessionTimerHeaders(wish, ours)[1]?.[1], '600;refresher=uac');
  assert.equal(sessionTimerHeaders(wish, theirs)[1]?.[1], '600;refresher=uas');
});

test('one end refreshes at the half, the other gives up shortly before the end', () => {
  assert.deepEqual(sessionDeadline({ intervalS: 600, weRefresh: true }), {
    act: 'refresh',
    afterMs: 300_000,
  });
  assert.deepEqual(sessionDeadline({ intervalS: 600, weRefresh: false }), {
    act: 'end',
    afterMs: 568_000,
  });
  assert.deepEqual(sessionDeadline({ intervalS: 90, weRefresh: false }), {
    act: 'end',
    afterMs: 60_000,
  });
});
