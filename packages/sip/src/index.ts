export { type Credentials, DigestClient, type Unanswerable } from './auth/client.ts';
export { type DigestAlgorithm, digestAlgorithms, digestHa1 } from './auth/digest.ts';
export { DigestGate, type GateVerdict } from './auth/gate.ts';
export { defaultGuessLimits, type GuessLimits, GuessThrottle } from './auth/guess-throttle.ts';
export {
  type ChallengeReason,
  DigestServer,
  type DigestServerSettings,
  type DigestVerdict,
  type FindHa1,
  type Role,
} from './auth/server.ts';
export { sourceKey } from './auth/source-key.ts';
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
  isWebSocket,
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
export { type HeaderField, HeaderFields, type HeaderList } from './message/header-fields.ts';
export {
  bareAddress,
  bracketed,
  formatHostPort,
  type HostPort,
  parseHostPort,
} from './message/host.ts';
export {
  type AssertedCaller,
  assertedIdentities,
  callerHeaders,
  diversions,
  formatReason,
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
export { type Binding, type BindingTarget, targetOf } from './registration/binding.ts';
export { type BindingStore, memoryBindingStore } from './registration/binding-store.ts';
export {
  defaultRegistrarPolicy,
  type RegisterVerdict,
  type RegistrarPolicy,
  register,
} from './registration/register.ts';
export { Registrar, type RegistrarSettings } from './registration/registrar.ts';
export type {
  Registration,
  RegistrationEvent,
  RegistrationOptions,
} from './registration/registration.ts';
export type { RegistrationState } from './registration/registration-machine.ts';
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
  Dialer,
  Listener,
  SocketAddress,
} from './transport/ports.ts';
export {
  type NaptrRecord,
  type Resolver,
  type SrvRecord,
  systemResolver,
} from './transport/resolver.ts';
export {
  defaultSourceRate,
  SourceRate,
  type SourceRateLimits,
} from './transport/source-rate.ts';
export { type TlsSettings, tcpConnector, tlsConnector } from './transport/tcp.ts';
export { udpSocket } from './transport/udp.ts';
export {
  type WebSocketDialerSettings,
  type WebSocketDoor,
  type WebSocketDoorSettings,
  type WebSocketSettings,
  webSocketConnector,
  webSocketDialer,
  webSocketDoor,
} from './transport/web-socket.ts';
export {
  defaultLimits,
  defaultSessionTimer,
  type UserAgentHandlers,
  type UserAgentLimits,
  type UserAgentSettings,
} from './user-agent/agent-settings.ts';
export type { CallEnd, CallEndCause } from './user-agent/call-end.ts';
export type { EndOptions } from './user-agent/call-ending.ts';
export type {
  CallHandlers,
  OutgoingCallHandlers,
  PeerOffer,
  Progress,
  WantedOffer,
} from './user-agent/call-handlers.ts';
export type { CallState } from './user-agent/call-machine.ts';
export type { AcceptOptions, ProgressOptions } from './user-agent/call-options.ts';
export type {
  CallSession,
  OfferOptions,
  OfferOutcome,
  TransferHandlers,
} from './user-agent/call-session.ts';
export { type CallSetupCode, CallSetupError } from './user-agent/call-setup-error.ts';
export type { IncomingCall } from './user-agent/incoming-call.ts';
export type { IncomingRequest, ReplyParts } from './user-agent/incoming-request.ts';
export type { OutgoingCallOptions } from './user-agent/invite.ts';
export { sessionIn } from './user-agent/offer-exchange.ts';
export type { OutgoingCall } from './user-agent/outgoing-call.ts';
export type { OutsideRequest, RequestOutcome } from './user-agent/outside-request.ts';
export type { Referral } from './user-agent/referral.ts';
export { type RepeatSettings, repeatSuccess } from './user-agent/repeat-success.ts';
export type { SendFailure } from './user-agent/sending.ts';
export { type OpenThings, UserAgent } from './user-agent/user-agent.ts';
