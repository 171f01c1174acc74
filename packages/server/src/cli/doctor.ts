import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { inspectMedia, openCore } from '../app.ts';
import { type Config, isLoopback } from '../config/index.ts';
import { isPrivateAddress } from '../kernel/index.ts';
import type { Print } from './print.ts';
import { silentLogger } from './silent-logger.ts';

interface Finding {
  readonly level: 'ok' | 'hint' | 'problem';
  readonly text: string;
}

/** `sge doctor`: would `sge serve` start here, and would people's calls work? 1 if not. */
export async function doctor(config: Config, print: Print): Promise<number> {
  const findings = [
    dataFolder(config),
    await database(config),
    await port(config),
    ...tlsFiles(config),
    reach(config),
    ...(await media(config)),
    relay(config),
  ];
  for (const { level, text } of findings) print.line(`${level.padEnd(7)} ${text}`);
  return findings.some(({ level }) => level === 'problem') ? 1 : 0;
}

function dataFolder({ SGE_DATA_DIR: folder }: Config): Finding {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return { level: 'ok', text: `the data folder ${folder} is writable` };
  } catch (error) {
    return { level: 'problem', text: `SGE_DATA_DIR: ${reason(error)}` };
  }
}

async function database(config: Config): Promise<Finding> {
  const kind = config.SGE_DATABASE_URL === undefined ? 'embedded SQLite' : 'PostgreSQL';
  try {
    const core = await openCore(config, silentLogger, () => '');
    await core.storage.health();
    await core.close();
    return { level: 'ok', text: `the database (${kind}) answers and its schema is current` };
  } catch (error) {
    return { level: 'problem', text: `the database (${kind}): ${reason(error)}` };
  }
}

function port({ SGE_HTTP_HOST: host, SGE_HTTP_PORT: number }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      resolve({ level: 'problem', text: `SGE_HTTP_PORT ${number}: ${reason(error)}` });
    });
    server.listen({ host, port: number }, () => {
      server.close(() => resolve({ level: 'ok', text: `${host}:${number} is free` }));
    });
  });
}

function tlsFiles(config: Config): readonly Finding[] {
  const files = { SGE_TLS_CERT: config.SGE_TLS_CERT, SGE_TLS_KEY: config.SGE_TLS_KEY };
  return Object.entries(files).flatMap(([key, file]): readonly Finding[] => {
    if (file === undefined || existsSync(file)) return [];
    return [{ level: 'problem', text: `${key}: there is no file ${file}` }];
  });
}

function reach(config: Config): Finding {
  const url = config.SGE_PUBLIC_URL;
  if (url === undefined && isLoopback(config.SGE_HTTP_HOST)) {
    return { level: 'ok', text: 'the server is for this machine only' };
  }
  if (url?.startsWith('https:')) return { level: 'ok', text: `people reach it at ${url}` };
  const text = 'SGE_PUBLIC_URL is not https: browsers give no camera or microphone to such pages';
  return { level: 'hint', text };
}

async function media(config: Config): Promise<readonly Finding[]> {
  const { workers, freePorts, addresses } = await inspectMedia(config);
  const { first, last } = config.SGE_MEDIA_PORTS;
  if (freePorts.length < workers) {
    const text = `SGE_MEDIA_PORTS: of the UDP ports ${first} to ${last} only ${freePorts.length} are free; ${workers} media workers take one each`;
    return [{ level: 'problem', text }];
  }
  const where = `UDP ports ${freePorts[0]} to ${freePorts.at(-1)} at ${addresses.join(', ')}`;
  const found: Finding = { level: 'ok', text: `rooms are reached at ${where}` };
  const isLocal = config.SGE_PUBLIC_URL === undefined && isLoopback(config.SGE_HTTP_HOST);
  if (isLocal || !addresses.every(isPrivateAddress)) return [found];
  const text =
    'SGE_MEDIA_ANNOUNCED_ADDRESS is empty and this machine has private addresses only: who comes from outside cannot be heard in rooms';
  return [found, { level: 'hint', text }];
}

function relay(config: Config): Finding {
  if (config.SGE_TURN_URLS.length > 0) return { level: 'ok', text: 'a TURN relay is configured' };
  const text =
    'SGE_TURN_URLS is empty: people behind strict NATs or firewalls cannot hear each other';
  return { level: 'hint', text };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
