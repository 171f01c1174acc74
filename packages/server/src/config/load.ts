import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { InvalidValue, type Key } from './key.ts';
import { FILE_KEY, KEYS, type KeyName, type Values } from './schema.ts';

/** The start is refused; the message is a whole sentence that names the key. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** What `key` names cannot be used: a file, folder or address that the operating system refuses. */
export function unusable(key: KeyName, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConfigurationError([`${key} cannot be used: ${reason}.`]);
}

/** Without the user and password of an address: somebody may think that they belong there. */
function shown(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1[secret]@');
}

type Raw = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from `environment` and from the file that SGE_CONFIG_FILE names; the
 * environment wins. Empty values count as absent.
 * @throws ConfigurationError with every problem found, not just the first.
 */
export function loadConfig(environment: Raw): Values {
  const raw = { ...fromFile(environment[FILE_KEY]), ...ours(environment) };
  const problems = unknownKeys(raw);
  const value = <T>(name: KeyName, key: Key<T>): T => {
    const text = raw[name];
    if (text === undefined) return key.absent();
    try {
      return key.parse(text);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      problems.push(
        `${name} must be ${error.message}${key.secret ? '' : `, not "${shown(text)}"`}.`,
      );
      return key.absent();
    }
  };
  const values = readAll(value);
  problems.push(...impossible(values));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze(values);
}

/** Reads one key. */
type Read = <T>(name: KeyName, key: Key<T>) => T;

/** Written out key by key, so that each keeps its own type. */
function readAll(value: Read): Values {
  return { ...readPlaces(value), ...readMediaAndSip(value), ...readLimits(value) };
}

function readPlaces(value: Read) {
  return {
    SGE_HTTP_HOST: value('SGE_HTTP_HOST', KEYS.SGE_HTTP_HOST),
    SGE_HTTP_PORT: value('SGE_HTTP_PORT', KEYS.SGE_HTTP_PORT),
    SGE_TLS_CERT: value('SGE_TLS_CERT', KEYS.SGE_TLS_CERT),
    SGE_TLS_KEY: value('SGE_TLS_KEY', KEYS.SGE_TLS_KEY),
    SGE_TRUSTED_PROXIES: value('SGE_TRUSTED_PROXIES', KEYS.SGE_TRUSTED_PROXIES),
    SGE_PUBLIC_URL: value('SGE_PUBLIC_URL', KEYS.SGE_PUBLIC_URL),
    SGE_ALLOWED_ORIGINS: value('SGE_ALLOWED_ORIGINS', KEYS.SGE_ALLOWED_ORIGINS),
    SGE_DATA_DIR: value('SGE_DATA_DIR', KEYS.SGE_DATA_DIR),
    SGE_DATABASE_URL: value('SGE_DATABASE_URL', KEYS.SGE_DATABASE_URL),
    SGE_NATS_URL: value('SGE_NATS_URL', KEYS.SGE_NATS_URL),
    SGE_LOG_LEVEL: value('SGE_LOG_LEVEL', KEYS.SGE_LOG_LEVEL),
    SGE_LOG_DIR: value('SGE_LOG_DIR', KEYS.SGE_LOG_DIR),
    SGE_READY_FILE: value('SGE_READY_FILE', KEYS.SGE_READY_FILE),
    SGE_STUN_URLS: value('SGE_STUN_URLS', KEYS.SGE_STUN_URLS),
    SGE_TURN_URLS: value('SGE_TURN_URLS', KEYS.SGE_TURN_URLS),
    SGE_TURN_SECRET: value('SGE_TURN_SECRET', KEYS.SGE_TURN_SECRET),
  };
}

function readMediaAndSip(value: Read) {
  return {
    SGE_MEDIA_HOST: value('SGE_MEDIA_HOST', KEYS.SGE_MEDIA_HOST),
    SGE_MEDIA_ANNOUNCED_ADDRESS: value(
      'SGE_MEDIA_ANNOUNCED_ADDRESS',
      KEYS.SGE_MEDIA_ANNOUNCED_ADDRESS,
    ),
    SGE_MEDIA_PORTS: value('SGE_MEDIA_PORTS', KEYS.SGE_MEDIA_PORTS),
    SGE_MEDIA_WORKERS: value('SGE_MEDIA_WORKERS', KEYS.SGE_MEDIA_WORKERS),
    SGE_MEDIA_STREAMS_PER_WORKER: value(
      'SGE_MEDIA_STREAMS_PER_WORKER',
      KEYS.SGE_MEDIA_STREAMS_PER_WORKER,
    ),
    SGE_MEDIA_MAX_LAG_MS: value('SGE_MEDIA_MAX_LAG_MS', KEYS.SGE_MEDIA_MAX_LAG_MS),
    SGE_SIP_HOST: value('SGE_SIP_HOST', KEYS.SGE_SIP_HOST),
    SGE_SIP_PORT: value('SGE_SIP_PORT', KEYS.SGE_SIP_PORT),
    SGE_SIP_TLS_PORT: value('SGE_SIP_TLS_PORT', KEYS.SGE_SIP_TLS_PORT),
    SGE_SIP_DOMAIN: value('SGE_SIP_DOMAIN', KEYS.SGE_SIP_DOMAIN),
    SGE_PROMPT_LANGUAGE: value('SGE_PROMPT_LANGUAGE', KEYS.SGE_PROMPT_LANGUAGE),
    SGE_SIP_ADVERTISED_ADDRESS: value(
      'SGE_SIP_ADVERTISED_ADDRESS',
      KEYS.SGE_SIP_ADVERTISED_ADDRESS,
    ),
    SGE_SIP_DIGEST: value('SGE_SIP_DIGEST', KEYS.SGE_SIP_DIGEST),
    SGE_SIP_ALLOW_KEY_OVER_UDP: value(
      'SGE_SIP_ALLOW_KEY_OVER_UDP',
      KEYS.SGE_SIP_ALLOW_KEY_OVER_UDP,
    ),
    SGE_AGI_PORT: value('SGE_AGI_PORT', KEYS.SGE_AGI_PORT),
    SGE_ARI_URL: value('SGE_ARI_URL', KEYS.SGE_ARI_URL),
    SGE_ARI_USER: value('SGE_ARI_USER', KEYS.SGE_ARI_USER),
    SGE_ARI_PASSWORD: value('SGE_ARI_PASSWORD', KEYS.SGE_ARI_PASSWORD),
  };
}

function readLimits(value: Read) {
  return {
    SGE_SNMP_PORT: value('SGE_SNMP_PORT', KEYS.SGE_SNMP_PORT),
    SGE_CALL_IDLE_S: value('SGE_CALL_IDLE_S', KEYS.SGE_CALL_IDLE_S),
    SGE_CALL_LIMIT_PER_USER: value('SGE_CALL_LIMIT_PER_USER', KEYS.SGE_CALL_LIMIT_PER_USER),
    SGE_ROOM_GHOST_S: value('SGE_ROOM_GHOST_S', KEYS.SGE_ROOM_GHOST_S),
    SGE_ROOM_IDLE_H: value('SGE_ROOM_IDLE_H', KEYS.SGE_ROOM_IDLE_H),
    SGE_ROOM_LIMIT_PER_USER: value('SGE_ROOM_LIMIT_PER_USER', KEYS.SGE_ROOM_LIMIT_PER_USER),
    SGE_WS_CONNECTIONS_PER_USER: value(
      'SGE_WS_CONNECTIONS_PER_USER',
      KEYS.SGE_WS_CONNECTIONS_PER_USER,
    ),
    SGE_RATE_LIMIT_IP: value('SGE_RATE_LIMIT_IP', KEYS.SGE_RATE_LIMIT_IP),
    SGE_RATE_LIMIT_USER: value('SGE_RATE_LIMIT_USER', KEYS.SGE_RATE_LIMIT_USER),
    SGE_RATE_LIMIT_KEY: value('SGE_RATE_LIMIT_KEY', KEYS.SGE_RATE_LIMIT_KEY),
  };
}

function fromFile(file: string | undefined): Raw {
  if (file === undefined || file === '') return {};
  const content = readConfigFile(file);
  const strays = straysOf(content);
  if (strays.length > 0) throw new ConfigurationError(strays);
  const lines = Object.entries(parseEnv(content));
  return Object.fromEntries(lines.filter(([, text]) => text !== ''));
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${FILE_KEY} names a file that cannot be read: ${reason}.`]);
  }
}

/** `parseEnv` passes over what it cannot read, and with it what somebody meant to configure. */
function straysOf(content: string): string[] {
  return content.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(?:#.*)?$|^\s*(?:export\s+)?\w+\s*=/.test(line)) return [];
    return [`Line ${index + 1} of ${FILE_KEY} is not NAME=value.`];
  });
}

function ours(environment: Raw): Raw {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, text]) => name.startsWith('SGE_') && name !== FILE_KEY && text !== '',
    ),
  );
}

function unknownKeys(raw: Raw): string[] {
  return Object.keys(raw)
    .filter((name) => !Object.hasOwn(KEYS, name))
    .map((name) => `${name} is not a configuration key; "sge config doc" lists those that are.`);
}

function impossible(values: Values): string[] {
  const problems: string[] = [];
  if ((values.SGE_TLS_CERT === undefined) !== (values.SGE_TLS_KEY === undefined)) {
    const missing = values.SGE_TLS_CERT === undefined ? 'SGE_TLS_CERT' : 'SGE_TLS_KEY';
    problems.push(`SGE_TLS_CERT and SGE_TLS_KEY go together; ${missing} is missing.`);
  }
  const plain = values.SGE_TLS_CERT === undefined && values.SGE_TRUSTED_PROXIES.length === 0;
  if (plain && !isLoopback(values.SGE_HTTP_HOST)) {
    problems.push(
      `SGE_HTTP_HOST is "${values.SGE_HTTP_HOST}", which others can reach: plain HTTP is for loopback only. Set SGE_TLS_CERT and SGE_TLS_KEY, or SGE_TRUSTED_PROXIES if a proxy adds TLS.`,
    );
  }
  if (values.SGE_SIP_TLS_PORT !== undefined && values.SGE_TLS_CERT === undefined) {
    problems.push('SGE_SIP_TLS_PORT needs SGE_TLS_CERT and SGE_TLS_KEY.');
  }
  if (values.SGE_TURN_URLS.length > 0 && values.SGE_TURN_SECRET === undefined) {
    problems.push('SGE_TURN_URLS needs SGE_TURN_SECRET, the secret shared with those servers.');
  }
  if (values.SGE_NATS_URL !== undefined) {
    problems.push('SGE_NATS_URL cannot be used: this release runs on one server, without NATS.');
  }
  problems.push(...impossibleAri(values));
  return problems;
}

function impossibleAri({ SGE_ARI_URL: url, SGE_ARI_PASSWORD: password }: Values): string[] {
  if ((url === undefined) !== (password === undefined)) {
    const missing = url === undefined ? 'SGE_ARI_URL' : 'SGE_ARI_PASSWORD';
    return [`SGE_ARI_URL and SGE_ARI_PASSWORD go together; ${missing} is missing.`];
  }
  const { protocol, hostname } = new URL(url ?? 'https://none');
  // The host of a URL has its IPv6 address in brackets.
  if (protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''))) return [];
  return [
    'SGE_ARI_URL would send its password in the clear: plain HTTP is for loopback only, use https.',
  ];
}

/** Whether only programs on this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
