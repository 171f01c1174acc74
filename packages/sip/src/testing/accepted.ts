import assert from 'node:assert/strict';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { parseMessage } from '../message/parse-message.ts';
import type { MessageProblem } from '../message/problem.ts';

/** The message, which has to be valid. */
export function accepted(bytes: Uint8Array): SipMessage {
  const parsed = parseMessage(bytes);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.detail);
  return parsed.message;
}

export function acceptedRequest(bytes: Uint8Array): SipRequest {
  const message = accepted(bytes);
  assert.equal(message.kind, 'request');
  assert.ok(message.kind === 'request');
  return message;
}

export function acceptedResponse(bytes: Uint8Array): SipResponse {
  const message = accepted(bytes);
  assert.ok(message.kind === 'response');
  return message;
}

/** What is wrong with a message, which has to be refused. */
export function problemIn(bytes: Uint8Array): MessageProblem {
  const parsed = parseMessage(bytes);
  assert.ok(!parsed.ok, 'the message was accepted');
  return parsed.problem;
}
