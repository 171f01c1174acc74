import assert from 'node:assert/strict';
import test from 'node:test';
import { buildRequest, buildResponse } from '../message/build.ts';
import type { SipRequest } from '../message/message.ts';
import {
  afterRequest,
  afterResponse,
  confirmed,
  type Dialog,
  dialogIdOf,
  dialogKey,
  dialogOfRequest,
  dialogOfResponse,
} from './dialog.ts';
import { ackWithin, firstHopUri, requestWithin } from './dialog-requests.ts';
import { ForkedDialogs } from './forked-dialogs.ts';
import { refusalOfReinvite, retryAfterGlareMs } from './glare.ts';

const contact = (uri: string) => ['Contact', `<${uri}>`] as const;

function invite(...routes: readonly string[]): SipRequest {
  return buildRequest({
    method: 'INVITE',
    uri: 'sip:bob@biloxi.example.com',
    from: '"Alice" <sip:alice@atlanta.example.com>;tag=a',
    to: '<sip:bob@biloxi.example.com>',
    callId: 'call',
    sequence: 7,
    headers: [
      contact('sip:alice@192.0.2.1'),
      ...routes.map((route) => ['Record-Route', route] as const),
    ],
  });
}

const answer = (request: SipRequest, status: number, toTag = 'b', target = 'sip:bob@192.0.2.2') =>
  buildResponse(request, status, { toTag, headers: [contact(target)] });

function existing(dialog: Dialog | undefined): Dialog {
  assert.ok(dialog);
  return dialog;
}

/** Both ends of one call through these proxies, the caller's nearest last, as they record themselves. */
function bothEnds(...routes: readonly string[]): { caller: Dialog; callee: Dialog } {
  const request = invite(...routes);
  const callee = confirmed(existing(dialogOfRequest(request, 'b')));
  return { caller: existing(dialogOfResponse(request, answer(request, 200))), callee };
}

test('both ends name the dialog by the same tags, each from its own side', () => {
  const { caller, callee } = bothEnds();
  assert.deepEqual(dialogIdOf(requestWithin(caller, 'BYE').request), {
    callId: 'call',
    localTag: callee.localTag,
    remoteTag: callee.remoteTag,
  });
  const bye = requestWithin(callee, 'BYE').request;
  assert.equal(dialogKey(dialogIdOf(bye) ?? callee), dialogKey(caller));
  assert.equal(dialogKey(dialogIdOf(buildResponse(bye, 200)) ?? caller), dialogKey(callee));
});

test('routes are visited from each end in its own order', () => {
  const { caller, callee } = bothEnds('<sip:p2.example.com;lr>', '<sip:p1.example.com;lr>');
  const { request } = requestWithin(caller, 'BYE');
  assert.deepEqual(request.headers.values('route'), [
    '<sip:p1.example.com;lr>',
    '<sip:p2.example.com;lr>',
  ]);
  assert.equal(request.uri, 'sip:bob@192.0.2.2');
  assert.equal(firstHopUri(caller), 'sip:p1.example.com;lr');
  const back = requestWithin(callee, 'BYE').request;
  assert.equal(back.headers.values('route')[0], '<sip:p2.example.com;lr>');
  assert.equal(back.uri, 'sip:alice@192.0.2.1');
});

test('a strict router gets the request in its own name, and the target as the last route', () => {
  const { caller } = bothEnds('<sip:p2.example.com;lr>', '<sip:old.example.com>');
  const { request } = requestWithin(caller, 'BYE');
  assert.equal(request.uri, 'sip:old.example.com');
  assert.deepEqual(request.headers.values('route'), [
    '<sip:p2.example.com;lr>',
    '<sip:bob@192.0.2.2>',
  ]);
  assert.equal(firstHopUri(caller), 'sip:old.example.com');
});

test('numbers grow by one a request, and an ACK has that of its INVITE', () => {
  const { caller } = bothEnds();
  const first = requestWithin(caller, 'INFO');
  const second = requestWithin(first.dialog, 'BYE');
  assert.equal(first.request.headers.get('cseq'), '8 INFO');
  assert.equal(second.request.headers.get('cseq'), '9 BYE');
  assert.equal(ackWithin(caller, 7).headers.get('cseq'), '7 ACK');
});

test('a request that comes late is told from one in order; the ACK changes nothing', () => {
  const { caller, callee } = bothEnds();
  const first = requestWithin(caller, 'INFO');
  const second = requestWithin(first.dialog, 'INFO');
  const moved = existing(afterRequest(callee, second.request));
  assert.equal(moved.remoteSequence, 9);
  assert.equal(afterRequest(moved, first.request), undefined);
  assert.equal(afterRequest(moved, second.request), undefined);
  assert.equal(afterRequest(moved, ackWithin(caller, 7)), moved);
});

test('a re-INVITE and its answer move the targets, an INFO does not', () => {
  const { caller, callee } = bothEnds();
  const headers = [contact('sip:alice@192.0.2.77')];
  const reinvite = requestWithin(caller, 'INVITE', { headers });
  assert.equal(afterRequest(callee, reinvite.request)?.remoteTarget, 'sip:alice@192.0.2.77');
  const info = requestWithin(caller, 'INFO', { headers });
  assert.equal(afterRequest(callee, info.request)?.remoteTarget, 'sip:alice@192.0.2.1');
  const response = answer(reinvite.request, 200, 'b', 'sip:bob@192.0.2.99');
  const after = afterResponse(reinvite.dialog, response);
  assert.deepEqual([after.remoteTarget, after.routeSet], ['sip:bob@192.0.2.99', []]);
});

test('the route set of an early dialog is that of its 2xx', () => {
  const request = invite();
  const early = existing(dialogOfResponse(request, answer(request, 180)));
  const success = answer(request, 200);
  success.headers.append('Record-Route', '<sip:late.example.com;lr>');
  const after = afterResponse(early, success);
  assert.deepEqual(
    [early.phase, after.phase, after.routeSet],
    ['early', 'confirmed', ['<sip:late.example.com;lr>']],
  );
});

test('what lacks a tag or a Contact makes no dialog', () => {
  const request = invite();
  assert.equal(dialogOfResponse(request, buildResponse(request, 100)), undefined);
  assert.equal(dialogOfResponse(request, buildResponse(request, 180, { toTag: 'b' })), undefined);
  assert.equal(dialogOfResponse(request, answer(request, 486)), undefined);
  request.headers.delete('Contact');
  assert.equal(dialogOfRequest(request, 'b'), undefined);
});

test('a Contact with a name that holds brackets is read by its address', () => {
  const request = invite();
  request.headers.set('Contact', '"a <x>; \\" b" <sip:alice@192.0.2.5;transport=tcp>;q=1');
  assert.equal(dialogOfRequest(request, 'b')?.remoteTarget, 'sip:alice@192.0.2.5;transport=tcp');
  request.headers.set('Contact', 'sip:alice@192.0.2.6;expires=1');
  assert.equal(dialogOfRequest(request, 'b')?.remoteTarget, 'sip:alice@192.0.2.6');
});

test('of a forked INVITE the first 2xx wins, later ones are surplus, and repeated ones are known', () => {
  const request = invite();
  const dialogs = new ForkedDialogs(request);
  const kinds = [
    dialogs.receive(buildResponse(request, 100)),
    dialogs.receive(answer(request, 180, 'desk')),
    dialogs.receive(answer(request, 183, 'mobile')),
    dialogs.receive(answer(request, 183, 'desk')),
    dialogs.receive(answer(request, 200, 'mobile')),
    dialogs.receive(answer(request, 200, 'desk')),
    dialogs.receive(answer(request, 200, 'mobile')),
  ].map((step) =>
    step.kind === 'dialog' ? `${step.dialog.phase} ${step.isNew} ${step.isWinner}` : step.kind,
  );
  assert.deepEqual(kinds, [
    'none',
    'early true false',
    'early true false',
    'early false false',
    'confirmed false true',
    'surplus',
    'repeated',
  ]);
  assert.equal(dialogs.all.length, 2);
});

test('re-INVITEs that cross are refused by both, and asked again at different moments', () => {
  assert.equal(refusalOfReinvite({ sent: false, received: false }), undefined);
  assert.equal(refusalOfReinvite({ sent: true, received: false }), 491);
  assert.equal(refusalOfReinvite({ sent: false, received: true }), 500);
  const span = (isCaller: boolean) =>
    [0, 0.999_999].map((at) => retryAfterGlareMs({ isCaller }, at));
  assert.deepEqual(
    [span(true), span(false)],
    [
      [2_100, 4_000],
      [0, 2_000],
    ],
  );
});
