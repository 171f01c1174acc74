import {
  type ResponseParts,
  receive,
  receiveInvite,
  receiveWith,
  respond,
  respondReliably,
  respondToInvite,
  scenarioOf,
} from './scenario.ts';

/** A callee that answers with a refusal, or sends the call on. */
export function refusing(status: number, parts: ResponseParts = {}): string {
  return scenarioOf('refusing', receiveInvite(), respondReliably(status, parts), receive('ACK'));
}

/** A callee that wants credentials of this user, in INVITE and BYE alike (RFC 3261 §22.3). */
export function challenging(username: string): string {
  const challenge = 'Proxy-Authenticate: Digest realm="pbx", nonce="n1", algorithm=MD5, qop="auth"';
  const credentials = `Digest.*username=.${username}.*realm=.pbx.*nonce=.n1`;
  return scenarioOf(
    'challenging',
    receiveInvite(),
    respondReliably(407, { headers: [challenge] }),
    receive('ACK'),
    receiveWith('INVITE', 'Proxy-Authorization', credentials),
    respondReliably(200, { session: 'sipp' }),
    receive('ACK'),
    receiveWith('BYE', 'Proxy-Authorization', credentials),
    respond(200, { within: true }),
  );
}

/** A callee whose early media are to be acknowledged (RFC 3262), and which answers and is hung up on. */
export function earlyMedia(): string {
  return scenarioOf(
    'early media',
    receiveInvite(),
    respondReliably(183, { session: 'sipp', headers: ['Require: 100rel', 'RSeq: 77'] }),
    receiveWith('PRACK', 'RAck', '77 1 INVITE'),
    respond(200, { within: true }),
    respondToInvite(200),
    receive('ACK'),
    receive('BYE'),
    respond(200, { within: true }),
  );
}
