import { ParticipantId, RoomId } from '@sky-genesis/protocol';
import { Type } from 'typebox';
import type { OneWayAnswer, OneWayMedia } from '../../../domain/media/index.ts';
import type { IceServer } from '../../../domain/turn/index.ts';
import { AppError, type ErrorCode, type Scope, type Secret } from '../../../kernel/index.ts';
import { defineRoute, type Reply, type RequestFacts, type Route } from '../route.ts';
import { ROOM_PATH, RoomParams } from './rooms-reply.ts';

const SDP_TYPE = 'application/sdp';
const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag';
const MAX_SDP_BYTES = 131_072;

const Description = Type.String({ minLength: 1, maxLength: MAX_SDP_BYTES });
const Fragment = Type.String({ minLength: 1, maxLength: 65_536 });
const SessionParams = Type.Object(
  { id: RoomId, session: Type.String({ pattern: '^[A-Za-z0-9_-]{32}$' }) },
  { additionalProperties: false },
);
const WatchQuery = Type.Object(
  { participant_id: Type.Optional(ParticipantId) },
  { additionalProperties: false },
);

const ROOM_REFUSALS: readonly ErrorCode[] = ['unauthenticated', 'room_locked', 'room_full'];

export interface WhipRouteParts {
  readonly media: Pick<OneWayMedia, 'publish' | 'watch' | 'trickle' | 'end'>;
  /** Whose a bearer token is. @throws AppError as `Authenticator`; `scope_missing` without `rooms:join` */
  readonly authenticate: (token: Secret) => Promise<Scope>;
  readonly iceServers: (principalId: string) => readonly IceServer[];
}

type Word = 'whip' | 'whep';

/** Publishers by WHIP (RFC 9725) and viewers by its playback sibling, draft-ietf-wish-whep. */
export function whipRoutes(parts: WhipRouteParts): readonly Route[] {
  return [
    publishRoute(parts),
    watchRoute(parts),
    ...(['whip', 'whep'] as const).flatMap((word) => [
      optionsRoute(word),
      trickleRoute(parts, word),
      endRoute(parts, word),
    ]),
  ];
}

function publishRoute(parts: WhipRouteParts): Route {
  return defineRoute({
    ...endpoint('whip'),
    operationId: 'publishByWhip',
    summary: 'Publish into a room by WHIP',
    description:
      'RFC 9725, for OBS, GStreamer and others that send one sound and one picture. The bearer token is a room token, whose seat the ' +
      'publisher takes, or a user’s, who gets a further seat for as long as the session lasts. The answer names the session in `Location`.',
    handler: async ({ params, body }, { facts }) => {
      const access = accessOf(parts, facts);
      const answer = await parts.media.publish(access, { roomId: params.id, sdp: body });
      return created(parts, 'whip', params.id, answer);
    },
  });
}

function watchRoute(parts: WhipRouteParts): Route {
  return defineRoute({
    ...endpoint('whep'),
    operationId: 'watchByWhep',
    summary: 'Watch a room by WHEP',
    description:
      'draft-ietf-wish-whep, for players that take one sound and one picture: those of `participant_id`, or of the first who has a ' +
      'picture. While nobody sends anything the answer is 409 `media_not_live`. Tokens as for publishing.',
    query: WatchQuery,
    refusals: [...ROOM_REFUSALS, 'media_not_live'],
    handler: async ({ params, query, body }, { facts }) => {
      const offer = { roomId: params.id, sdp: body, watched: query.participant_id };
      const answer = await parts.media.watch(accessOf(parts, facts), offer);
      return created(parts, 'whep', params.id, answer);
    },
  });
}

function endpoint(word: Word) {
  return {
    method: 'POST',
    path: `${ROOM_PATH}/{id}/${word}`,
    tag: 'Rooms',
    // The token is judged by the room, or by whom it belongs to.
    auth: 'none',
    params: RoomParams,
    body: Description,
    bodyType: SDP_TYPE,
    bodyLimitBytes: MAX_SDP_BYTES,
    answerType: SDP_TYPE,
    responses: { 201: Description },
    refusals: ROOM_REFUSALS,
  } as const;
}

function optionsRoute(word: Word): Route {
  return defineRoute({
    method: 'OPTIONS',
    path: `${ROOM_PATH}/{id}/${word}`,
    operationId: `${word}Options`,
    tag: 'Rooms',
    summary: `What the ${word.toUpperCase()} endpoint takes`,
    auth: 'none',
    params: RoomParams,
    responses: { 204: null },
    handler: async () => ({
      status: 204,
      headers: { allow: 'OPTIONS, POST', 'accept-post': SDP_TYPE },
    }),
  });
}

function trickleRoute({ media }: WhipRouteParts, word: Word): Route {
  return defineRoute({
    method: 'PATCH',
    path: `${ROOM_PATH}/{id}/${word}/{session}`,
    operationId: `${word}Trickle`,
    tag: 'Rooms',
    summary: `Trickle candidates of a ${word.toUpperCase()} session`,
    description:
      'RFC 8840. Candidates are checked and not needed: the server finds its clients by their connectivity checks. Restarting ICE is ' +
      'refused with 422 `ice_restart_unsupported`: end the session and make a new one. The URL of the session is proof enough.',
    auth: 'none',
    params: SessionParams,
    body: Fragment,
    bodyType: FRAGMENT_TYPE,
    responses: { 204: null },
    refusals: ['precondition_failed', 'precondition_required'],
    handler: async ({ params, body }, { facts }) => {
      media.trickle(params.id, params.session, body, facts.ifMatch);
      return { status: 204 };
    },
  });
}

function endRoute({ media }: WhipRouteParts, word: Word): Route {
  return defineRoute({
    method: 'DELETE',
    path: `${ROOM_PATH}/{id}/${word}/{session}`,
    operationId: `${word}End`,
    tag: 'Rooms',
    summary: `End a ${word.toUpperCase()} session`,
    auth: 'none',
    params: SessionParams,
    responses: { 200: null },
    handler: async ({ params }) => {
      await media.end(params.id, params.session);
      return { status: 200 };
    },
  });
}

/** @throws AppError `unauthenticated` */
function accessOf({ authenticate }: WhipRouteParts, { bearer: token }: RequestFacts) {
  if (token === undefined) throw new AppError('unauthenticated');
  return { token, authenticate };
}

/** RFC 9725 §4.2. */
function created(
  { iceServers }: WhipRouteParts,
  word: Word,
  roomId: string,
  { id, sdp, etag, memberId }: OneWayAnswer,
): Reply {
  const links = iceServers(memberId).flatMap(linksOf);
  return {
    status: 201,
    text: { mediaType: SDP_TYPE, value: sdp },
    headers: {
      location: `${ROOM_PATH}/${roomId}/${word}/${id}`,
      etag,
      'accept-patch': FRAGMENT_TYPE,
      ...(links.length === 0 ? {} : { link: links.join(', ') }),
    },
  };
}

/** RFC 9725 §4.6: one link a URL, credentials as its parameters. */
function linksOf({ urls, username, credential }: IceServer): readonly string[] {
  const proof =
    username === undefined || credential === undefined
      ? ''
      : `; username="${username}"; credential="${credential}"; credential-type="password"`;
  return urls.map((url) => `<${url}>; rel="ice-server"${proof}`);
}
