import { integer, type Key, list, oneOf, optional, port, text } from './key.ts';
import {
  basicUser,
  digestName,
  hostName,
  ipAddress,
  origin,
  path,
  portNumber,
  portRange,
  postgresUrl,
  proxyAddress,
  secretText,
  serviceUrl,
  stunUrl,
  turnUrl,
} from './values.ts';

/** Every key of the product, by the name it has in the environment and in the file. */
export const KEYS = {
  SGE_HTTP_HOST: text({
    default: '127.0.0.1',
    description:
      'Address the HTTP and WebSocket server listens on. Any other than loopback needs SGE_TLS_CERT and SGE_TLS_KEY, or SGE_TRUSTED_PROXIES.',
  }),
  SGE_HTTP_PORT: port({ default: 8080, description: 'Its TCP port; 0 takes a free one.' }),
  SGE_TLS_CERT: optional(
    { description: 'File of the certificate chain (PEM). HTTPS and WSS are TLS 1.3 only.' },
    path,
  ),
  SGE_TLS_KEY: optional({ description: 'File of its private key (PEM).' }, path),
  SGE_TRUSTED_PROXIES: list(
    {
      description:
        'Reverse proxies whose Forwarded and X-Forwarded-* headers are believed: addresses, CIDR blocks, or `loopback`.',
    },
    proxyAddress,
  ),
  SGE_PUBLIC_URL: optional(
    {
      description: 'Address under which users reach the server.',
      defaultText: 'http(s)://localhost:<port>',
    },
    origin,
  ),
  SGE_ALLOWED_ORIGINS: list(
    {
      description:
        'Web applications of other origins whose pages may use the API with a bearer token (CORS), such as https://app.example.com.',
    },
    origin,
  ),
  SGE_DATA_DIR: text({
    default: './data',
    description: 'Folder of the embedded database, the keys and, by default, the logs.',
  }),
  SGE_DATABASE_URL: optional(
    {
      secret: true,
      description: 'PostgreSQL to use in place of the embedded database.',
      defaultText: 'embedded SQLite',
    },
    postgresUrl,
  ),
  SGE_NATS_URL: optional(
    { description: 'Reserved for clusters of several servers; this release refuses it.' },
    path,
  ),
  SGE_LOG_LEVEL: oneOf({
    default: 'info',
    values: ['debug', 'info', 'warn', 'error'],
    description: 'Least level that is written: debug, info, warn or error.',
  }),
  SGE_LOG_DIR: optional(
    {
      description: 'Folder of api.log and websocket.log.',
      defaultText: '/var/log/sge if writable, else logs in SGE_DATA_DIR',
    },
    path,
  ),
  SGE_READY_FILE: optional(
    {
      description:
        'File that gets, once everything listens, the addresses as JSON: {"http":{"url":"…"},"sip":{"port":…},"agi":{"port":…}}.',
    },
    path,
  ),
  SGE_STUN_URLS: list(
    { description: 'STUN servers given to clients (RFC 7064), comma-separated.' },
    stunUrl,
  ),
  SGE_TURN_URLS: list(
    { description: 'TURN servers given to clients (RFC 7065), comma-separated.' },
    turnUrl,
  ),
  SGE_TURN_SECRET: optional(
    {
      secret: true,
      description: 'Secret shared with the TURN servers, for short-lived credentials.',
    },
    secretText(16),
  ),
  SGE_MEDIA_HOST: optional(
    {
      description: 'Address at which the media engine receives RTP over UDP.',
      defaultText: 'every address of the machine',
    },
    ipAddress,
  ),
  SGE_MEDIA_ANNOUNCED_ADDRESS: list(
    {
      description:
        'Addresses at which clients find the media engine, best first: the outer ones where a NAT or a container lies between. Empty: SGE_MEDIA_HOST, or every address of the machine.',
    },
    ipAddress,
  ),
  SGE_MEDIA_PORTS: {
    defaultText: '40000-40999',
    description:
      'UDP ports of the media engine. Each worker takes one, the first that is free, for all media of its rooms. Each phone in a call or room takes two more, RTP and RTCP.',
    absent: () => portRange('40000-40999'),
    parse: portRange,
  },
  SGE_MEDIA_WORKERS: integer({
    default: 0,
    min: 0,
    max: 256,
    unit: 'processes',
    description: 'Worker processes of the media engine; 0: one for each core of the machine.',
  }),
  SGE_MEDIA_STREAMS_PER_WORKER: integer({
    default: 6000,
    min: 1,
    max: 1_000_000,
    unit: 'streams',
    description:
      'Streams that one worker forwards at most, counted once for each receiver. A meeting of 49 with every camera on takes 4704. Beyond, rooms and participants are refused with media_full.',
  }),
  SGE_MEDIA_MAX_LAG_MS: integer({
    default: 100,
    min: 5,
    max: 10_000,
    unit: 'ms',
    description:
      'Delay of a worker’s event loop (the second largest of a second) beyond which it takes no new rooms and participants.',
  }),
  SGE_SIP_HOST: text({
    default: '127.0.0.1',
    description:
      'Address the SIP gateway and the FastAGI server listen on: that of the network where phones and PBXs are.',
  }),
  SGE_SIP_PORT: port({
    default: 5060,
    description: 'UDP and TCP port of the SIP gateway; 0 takes a free one.',
  }),
  SGE_SIP_TLS_PORT: optional(
    { description: 'Port of SIP over TLS, with SGE_TLS_CERT and SGE_TLS_KEY.' },
    portNumber,
  ),
  SGE_SIP_DOMAIN: optional(
    {
      description: 'Host part of the server’s SIP addresses, and realm of the phones’ passwords.',
      defaultText: 'host of SGE_PUBLIC_URL, else `sge`',
    },
    hostName,
  ),
  SGE_PROMPT_LANGUAGE: oneOf({
    default: 'en',
    values: ['en', 'fr'],
    description: 'What phones are spoken to in, where their extension has no language of its own.',
  }),
  SGE_SIP_ADVERTISED_ADDRESS: optional(
    { description: 'Address that SIP peers reach the gateway at, where there is a NAT between.' },
    hostName,
  ),
  SGE_SIP_DIGEST: list(
    {
      default: 'MD5',
      description:
        'Digest algorithms that phones are offered, the preferred first: SHA-512-256, SHA-256, MD5 (RFC 8760). Many phones give up where anything stands beside MD5.',
    },
    digestName,
  ),
  SGE_SIP_ALLOW_KEY_OVER_UDP: oneOf({
    default: 'no',
    values: ['no', 'yes'],
    description:
      'Whether X-API-Key is taken over UDP and TCP from other machines too, where anybody on the way can read it.',
  }),
  SGE_AGI_PORT: port({
    default: 4573,
    description: 'TCP port of the FastAGI server; 0 takes a free one.',
  }),
  SGE_ARI_URL: optional(
    {
      description:
        'Where Asterisk’s REST interface (ARI) is, such as http://127.0.0.1:8088/ari, for a look into the PBX under /api/v1/voip/pbx. Plain HTTP only to loopback. Needs SGE_ARI_PASSWORD.',
      defaultText: 'no PBX is looked into',
    },
    serviceUrl,
  ),
  SGE_ARI_USER: optional(
    { description: 'User of ari.conf that the server signs in as.', defaultText: 'sge' },
    basicUser,
  ),
  SGE_ARI_PASSWORD: optional({ secret: true, description: 'Its password.' }, secretText(8)),
  SGE_SNMP_PORT: port({
    default: 161,
    description: 'Port of the SNMP agent. Reserved: not in this release.',
  }),
  SGE_CALL_IDLE_S: integer({
    default: 300,
    min: 5,
    max: 86_400,
    unit: 's',
    description:
      'A call none of whose members has been connected or heard of for so long is ended.',
  }),
  SGE_CALL_LIMIT_PER_USER: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'calls',
    description:
      'Active calls of which one user may be the caller. Calls of API keys are not counted.',
  }),
  SGE_ROOM_GHOST_S: integer({
    default: 10,
    min: 2,
    max: 3600,
    unit: 's',
    description:
      'A seat in a room, or a place before its door, whose holder has had neither media nor a WebSocket for so long is given up.',
  }),
  SGE_ROOM_IDLE_H: integer({
    default: 24,
    min: 1,
    max: 480,
    unit: 'h',
    description: 'A room that nobody has been in for so long is ended.',
  }),
  SGE_ROOM_LIMIT_PER_USER: integer({
    default: 100,
    min: 1,
    max: 100_000,
    unit: 'rooms',
    description: 'Open rooms that one user may have made. Rooms of API keys are not counted.',
  }),
  SGE_WS_CONNECTIONS_PER_USER: integer({
    default: 20,
    min: 1,
    max: 10_000,
    unit: 'connections',
    description: 'WebSocket connections that one user or key may hold at once.',
  }),
  SGE_RATE_LIMIT_IP: integer({
    default: 20,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    description: 'Sustained rate of one address without credentials; bursts of five times as many.',
  }),
  SGE_RATE_LIMIT_USER: integer({
    default: 100,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    description: 'Sustained rate of one user; bursts of five times as many.',
  }),
  SGE_RATE_LIMIT_KEY: integer({
    default: 1000,
    min: 1,
    max: 1_000_000,
    unit: 'requests/s',
    description: 'Sustained rate of one API key; bursts of five times as many.',
  }),
} as const satisfies Readonly<Record<string, Key<unknown>>>;

export type KeyName = keyof typeof KEYS;

export type Values = {
  readonly [K in KeyName]: ReturnType<(typeof KEYS)[K]['absent']>;
};

/** Names a file that holds keys as NAME=value lines. Only in the environment. */
export const FILE_KEY = 'SGE_CONFIG_FILE';
