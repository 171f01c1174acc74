import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChild } from './child.ts';
import { freePort } from './free-port.ts';
import { programOf } from './needs.ts';
import { TurnClient } from './turn-client.ts';

const shipped = fileURLToPath(
  new URL('../../infrastructure/coturn/turnserver.conf', import.meta.url),
);

/** What a test may change in the shipped file: where it listens, its names and secret, whom it may reach. */
type Setting =
  | 'listening-ip'
  | 'listening-port'
  | 'aux-server'
  | 'tls-listening-port'
  | 'relay-ip'
  | 'realm'
  | 'static-auth-secret'
  | 'cert'
  | 'pkey'
  | 'proc-user'
  | 'proc-group'
  | 'allow-loopback-peers'
  | 'allowed-peer-ip';

export interface CoturnOptions {
  /** Without it the file's own holds; the shipped one has none. */
  readonly secret?: string;
  /** Whether relays may reach this machine itself, which the shipped file refuses. */
  readonly relayToLoopback?: boolean;
  /** PEM texts; without them there is no TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Those of a former one, to take its place; else free ones. */
  readonly ports?: CoturnPorts;
  /** Text of the file to use instead of the one in the repository. */
  readonly text?: string;
}

/** On 127.0.0.1: UDP and TCP, the second STUN port, TLS. */
export interface CoturnPorts {
  readonly port: number;
  readonly stunPort: number;
  readonly tlsPort: number;
}

export interface Coturn extends CoturnPorts {
  /** What it has logged so far. */
  readonly log: () => string;
  stop(): Promise<void>;
}

/** Debian's coturn on 127.0.0.1 with the project's own configuration file. @throws Error when it ends at once */
export async function startCoturn(options: CoturnOptions = {}): Promise<Coturn> {
  const { port, stunPort, tlsPort } = options.ports ?? (await freePorts());
  const folder = mkdtempSync(join(tmpdir(), 'sge-coturn-'));
  // Readable for the account it changes to.
  chmodSync(folder, 0o755);
  const settings: Settings = {
    'listening-ip': ['127.0.0.1'],
    'listening-port': [`${port}`],
    'aux-server': [`127.0.0.1:${stunPort}`],
    'tls-listening-port': [`${tlsPort}`],
    'relay-ip': ['127.0.0.1', '::1'],
    ...chosen(options),
    ...certificates(folder, options),
    ...ownAccount(),
  };
  const text = withSettings(options.text ?? readFileSync(shipped, 'utf8'), settings);
  const child = spawn(programOf('coturn'), ['-c', write(folder, 'turnserver.conf', text)], {
    cwd: folder,
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const log = collect(child);
  const stop = async () => {
    process.off('exit', killWithUs);
    await endChild(child, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answers(child, port, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stunPort, tlsPort, log, stop };
}

/** For `SGE_TURN_URLS`. */
export function turnUrl(coturn: CoturnPorts, transport: 'udp' | 'tcp' | 'tls'): string {
  if (transport === 'tls') return `turns:127.0.0.1:${coturn.tlsPort}?transport=tcp`;
  return `turn:127.0.0.1:${coturn.port}?transport=${transport}`;
}

async function freePorts(): Promise<CoturnPorts> {
  return { port: await freePort(), stunPort: await freePort(), tlsPort: await freePort() };
}

type Settings = Partial<Record<Setting, readonly string[]>>;

function chosen({ secret, relayToLoopback = false }: CoturnOptions): Settings {
  return {
    ...(secret === undefined ? {} : { 'static-auth-secret': [secret] }),
    ...(relayToLoopback
      ? { 'allow-loopback-peers': [''], 'allowed-peer-ip': ['127.0.0.1', '::1'] }
      : {}),
  };
}

function certificates(folder: string, { tls }: CoturnOptions): Settings {
  if (tls === undefined) return {};
  const { certificate, key } = tls;
  return { cert: [write(folder, 'cert.pem', certificate)], pkey: [write(folder, 'key.pem', key)] };
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Only root can become another user. */
function ownAccount(): Settings {
  if (process.getuid?.() === 0) return {};
  const name = (flag: string) => execFileSync('id', [flag], { encoding: 'utf8' }).trim();
  return { 'proc-user': [name('-un')], 'proc-group': [name('-gn')] };
}

/** The file with these settings instead of its own; every other line stays as it is. */
function withSettings(text: string, settings: Settings): string {
  const replaced = Object.keys(settings);
  const kept = text.split('\n').filter((line) => !replaced.includes(line.split('=')[0] ?? ''));
  const added = Object.entries(settings).flatMap(([name, values]) =>
    values.map((value) => (value === '' ? name : `${name}=${value}`)),
  );
  return [...kept, ...added, ''].join('\n');
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}

/** A request that is repeated until it is answered tells when it is up. */
async function answers(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const client = await TurnClient.open(port);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`coturn ended with ${code}:\n${log()}`);
  });
  // Whoever stops it later must not be told.
  ended.catch(() => {});
  await Promise.race([client.binding(), ended]).finally(() => client.close());
}
