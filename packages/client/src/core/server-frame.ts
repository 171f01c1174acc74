import {
  AckFrame,
  ErrorFrame,
  EventFrame,
  HelloFrame,
  NotificationFrame,
  PongFrame,
  PresenceStatusFrame,
  parseAs,
  ResumedFrame,
  SERVER_MEDIA_FRAMES,
  type Static,
  type ServerFrame as UsualFrame,
} from '@sky-genesis/protocol';

export type ServerMediaFrame = Static<(typeof SERVER_MEDIA_FRAMES)[number]>;
export type ServerFrame = UsualFrame | ServerMediaFrame;

/**
 * Reads a frame of the server.
 *
 * @returns undefined for what this version does not know: a newer server may say more
 */
export function parseServerFrame(text: unknown): ServerFrame | undefined {
  if (typeof text !== 'string') return undefined;
  const json = jsonOf(text);
  switch (typeOf(json)) {
    case 'Hello':
      return parseAs(HelloFrame, json);
    case 'Ack':
      return parseAs(AckFrame, json);
    case 'PresenceStatus':
      return parseAs(PresenceStatusFrame, json);
    case 'Notification':
      return parseAs(NotificationFrame, json);
    case 'Event':
      return parseAs(EventFrame, json);
    case 'Resumed':
      return parseAs(ResumedFrame, json);
    case 'Error':
      return parseAs(ErrorFrame, json);
    case 'Pong':
      return parseAs(PongFrame, json);
    default:
      return parseMediaFrame(json);
  }
}

function parseMediaFrame(json: unknown): ServerMediaFrame | undefined {
  const named = typeOf(json);
  const schema = SERVER_MEDIA_FRAMES.find(({ properties }) => properties.type.const === named);
  return schema === undefined ? undefined : parseAs(schema, json);
}

function typeOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
