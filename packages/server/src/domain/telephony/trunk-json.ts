import {
  storedFlag as flag,
  type JsonObject,
  storedList as list,
  storedNumber as number,
  storedObject as object,
  storedOneOf as oneOf,
  storedOrNull,
  storedText as text,
} from '../../kernel/index.ts';
import { SIP_CODECS, SRTP_MODES } from './sound.ts';
import { type OutboundRoute, SIP_TRANSPORTS, TRUNK_AUTHS, type TrunkSettings } from './trunk.ts';

/** The settings as storage keeps them. */
export function trunkSettingsToJson(settings: TrunkSettings): JsonObject {
  return {
    ...settings,
    sourceIps: [...settings.sourceIps],
    codecs: [...settings.codecs],
    routes: settings.routes.map(({ prefix, strip, prepend }) => ({ prefix, strip, prepend })),
  };
}

/** @throws Error when the JSON is not what `trunkSettingsToJson` makes: the database is not ours. */
export function parseTrunkSettings(o: JsonObject): TrunkSettings {
  return {
    name: text(o, 'name'),
    auth: oneOf(TRUNK_AUTHS, o, 'auth'),
    uri: text(o, 'uri'),
    transport: oneOf(SIP_TRANSPORTS, o, 'transport'),
    outboundProxy: storedOrNull(text, o, 'outboundProxy'),
    sourceIps: list(text, o, 'sourceIps'),
    username: storedOrNull(text, o, 'username'),
    srtp: oneOf(SRTP_MODES, o, 'srtp'),
    codecs: list((item, field) => oneOf(SIP_CODECS, item, field), o, 'codecs'),
    maxChannels: number(o, 'maxChannels'),
    priority: number(o, 'priority'),
    weight: number(o, 'weight'),
    routes: list(parseRoute, o, 'routes'),
    enabled: flag(o, 'enabled'),
  };
}

function parseRoute(item: JsonObject, field: string): OutboundRoute {
  const route = object(item[field]);
  return {
    prefix: text(route, 'prefix'),
    strip: number(route, 'strip'),
    prepend: text(route, 'prepend'),
  };
}
