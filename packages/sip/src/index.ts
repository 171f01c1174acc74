export { type Credentials, DigestClient, type Unanswerable } from './auth/client.ts';
export { type DigestAlgorithm, digestAlgorithms, digestHa1 } from './auth/digest.ts';
export {
  type ChallengeReason,
  DigestServer,
  type DigestServerSettings,
  type DigestVerdict,
  type FindHa1,
  type Role,
} from './auth/server.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  afterRequest,
  afterResponse,
  confirmed,
  type Dialog,
  type DialogId,
  dialogIdOf,
  dialogKey,
  dialogOfRequest,
  dialogOfResponse,
} from './dialog/dialog.ts';
export {
  ackWithin,
  type DialogRequestParts,
  firstHopUri,
  requestWithin,
} from './dialog/dialog-requests.ts';
export { ForkedDialogs, type ForkStep } from './dialog/forked-dialogs.ts';
export { type PendingInvites, refusalOfReinvite, retryAfterGlareMs } from './dialog/glare.ts';
export {
  type Bearer,
  type ExchangeFault,
  type ExchangeInput,
  type ExchangeState,
  type ExchangeStep,
  exchange,
  meaningOf,
} from './dialog/offer-answer.ts';
export {
  isReliableProvisional,
  ProvisionalReceiver,
  ProvisionalSender,
  type ProvisionalSenderSettings,
  type ProvisionalStep,
} from './dialog/reliable-provisionals.ts';
export {
  agreedInterval,
  answerSessionTimer,
  type SessionInterval,
  type SessionTimerWish,
  sessionDeadline,
  sessionTimerHeaders,
  shortestSessionS,
  type TimerAnswer,
  wishAfterTooShort,
} from './dialog/session-timer.ts';
export {
  matchReplaces,
  progressContent,
  progressOf,
  progressState,
  type ReplacesVerdict,
  referToReplacing,
} from './dialog/transfer.ts';
export {
  type Hop,
  isReliable,
  parseTransportName,
  type TransportName,
  transportNames,
} from './hop.ts';
export { type AuthParams, formatAuthParams, parseAuthParams } from './message/auth-params.ts';
export {
  buildRequest,
  buildResponse,
  type Content,
  type RequestParts,
  type ResponseParts,
} from './message/build.ts';
export {
  type Contacts,
  contactExpiresS,
  contactPriority,
  parseContacts,
  parseExpires,
} from './message/contact.ts';
export { type CSeq, parseCSeq, parseRAck, parseRSeq, type RAck } from './message/cseq.ts';
export { type Capabilities, examineHops, examineRequest, type Refusal } from './message/examine.ts';
export { isToken, quote, unescapePercent, unquote } from './message/grammar.ts';
export { type HeaderField, HeaderFields } from './message/header-fields.ts';
export {
  bareAddress,
  bracketed,
  formatHostPort,
  type HostPort,
  parseHostPort,
} from './message/host.ts';
export {
  assertedIdentities,
  diversions,
  privacy,
  type Reason,
  reasons,
} from './message/identity.ts';
export { SIP_LIMITS } from './message/limits.ts';
export { noBody, type SipMessage, type SipRequest, type SipResponse } from './message/message.ts';
export { type BodyPart, bodyParts } from './message/multipart.ts';
export {
  formatNameAddr,
  type NameAddr,
  parseNameAddr,
  parseNameAddrList,
} from './message/name-addr.ts';
export type { Parameters } from './message/parameters.ts';
export { parseMessage } from './message/parse-message.ts';
export type { MessageProblem, ParsedMessage, ProblemCode } from './message/problem.ts';
export { reasonPhrase } from './message/reason-phrases.ts';
export {
  maxForwards,
  parseRoutes,
  removeTopVia,
  replaceTopVia,
  tagOf,
  topVia,
} from './message/routing.ts';
export { serialise } from './message/serialise.ts';
export {
  parseEvent,
  parseMinSe,
  parseReferTo,
  parseReplaces,
  parseSessionExpires,
  parseSubscriptionState,
  type ReferTo,
  type Replaces,
  type SessionExpires,
  type SubscriptionState,
} from './message/session-headers.ts';
export { type FramerEvent, StreamFramer } from './message/stream-framer.ts';
export {
  formatUri,
  type OtherUri,
  parseUri,
  type SipUri,
  sipUri,
  type TelUri,
  type Uri,
} from './message/uri.ts';
export { sameUri } from './message/uri-equality.ts';
export type { ValueWithParameters } from './message/value-with-parameters.ts';
export { formatVia, magicCookie, parseVia, uniqueBranch, type Via } from './message/via.ts';
export { type RandomBytes, randomHex, systemRandom } from './random.ts';
export type { ClientHandlers, ClientTransaction } from './transaction/client-transaction.ts';
export {
  TransactionLayer,
  type TransactionLayerSettings,
  type TransactionUser,
} from './transaction/layer.ts';
export type { ServerTransaction } from './transaction/server-transaction.ts';
export { defaultTimings, type Timings, type TransactionFailure } from './transaction/timings.ts';
export type { MessageTransport } from './transaction/transport-port.ts';
export { type ConnectionLimits, defaultConnectionLimits } from './transport/connections.ts';
export {
  TransportLayer,
  type TransportLayerSettings,
  type TransportUser,
} from './transport/layer.ts';
export { type LocateSettings, locate } from './transport/locate.ts';
export type {
  BindDatagrams,
  Connection,
  ConnectionEvents,
  Connector,
  DatagramSocket,
  SocketAddress,
} from './transport/ports.ts';
export {
  type NaptrRecord,
  type Resolver,
  type SrvRecord,
  systemResolver,
} from './transport/resolver.ts';
export { type TlsSettings, tcpConnector, tlsConnector } from './transport/tcp.ts';
export { udpSocket } from './transport/udp.ts';
export { type WebSocketSettings, webSocketConnector } from './transport/web-socket.ts';
export { type RepeatSettings, repeatSuccess } from './user-agent/repeat-success.ts';
