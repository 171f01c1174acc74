import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connected, endChild } from './child.ts';
import { freePort } from './free-port.ts';
import { programOf } from './needs.ts';

const CONFIGURATION = fileURLToPath(new URL('../../infrastructure/asterisk/', import.meta.url));
const AGI_SCRIPTS = fileURLToPath(new URL('../../examples/asterisk-agi-php/', import.meta.url));
const TRUNK_PASSWORD = 'trunk-password';
const LIMIT_MS = 20_000;

export interface AsteriskOptions {
  /** Where the server's SIP and FastAGI are. */
  readonly server: { readonly host: string; readonly sipPort: number; readonly agiPort: number };
  /** For `SGE_API_KEY` of the dialplan. */
  readonly apiKey: string;
  /** Of the server, for the PHP script. */
  readonly apiUrl: string;
  /** Whether the server is met by the trunk as WebRTC, over a WebSocket without TLS, in place of the plain one. */
  readonly webrtc?: boolean;
  /** A folder of configuration in which the passwords have been set already; that of the project where missing. */
  readonly configuration?: string;
}

/** A real Asterisk on 127.0.0.1 with the configuration that the project ships: only places and passwords are replaced. */
export interface Asterisk {
  readonly sipPort: number;
  readonly httpPort: number;
  readonly ariUrl: string;
  readonly phonePassword: string;
  readonly trunkPassword: string;
  readonly ariPassword: string;
  /** Runs a command of its console. */
  console(command: string): Promise<string>;
  /** What it has logged. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

export async function startAsterisk(options: AsteriskOptions): Promise<Asterisk> {
  const folder = await mkdtemp(join(tmpdir(), 'sge-asterisk-'));
  const ports = { sip: await freePort(), http: await freePort() };
  const binary = programOf('asterisk');
  await configure(folder, binary, options, ports);
  const main = join(folder, 'asterisk.conf');
  const child = spawn(binary, ['-C', main, '-f', '-q'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', SGE_API_URL: `${options.apiUrl}/api/v1/voip` },
    stdio: 'ignore',
  });
  const log = () => readFile(join(folder, 'log', 'messages.log'), 'utf8').catch(() => '');
  const command = async (text: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(binary, ['-C', main, '-rx', text]);
    return stdout;
  };
  const stop = async (): Promise<void> => {
    await endChild(child, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    (await connected(child, ports.http, LIMIT_MS)).destroy();
    // What comes before is dropped without a word.
    await command('core waitfullybooted');
  } catch (error) {
    const said = await log();
    await stop();
    throw new Error(`Asterisk did not start:\n${said.slice(-3000)}`, { cause: error });
  }
  return {
    sipPort: ports.sip,
    httpPort: ports.http,
    ariUrl: `http://127.0.0.1:${ports.http}/ari`,
    phonePassword: await passwordIn(join(folder, 'pjsip.conf'), 'username=2001'),
    trunkPassword: TRUNK_PASSWORD,
    ariPassword: await passwordIn(join(folder, 'ari.conf'), '[sge]'),
    console: command,
    log,
    stop,
  };
}

async function configure(
  folder: string,
  binary: string,
  { server, apiKey, webrtc = false, configuration = CONFIGURATION }: AsteriskOptions,
  ports: { readonly sip: number; readonly http: number },
): Promise<void> {
  const prefix = dirname(dirname(binary));
  await cp(configuration, folder, { recursive: true });
  for (const name of ['log', 'run', 'spool', 'db', 'keys']) await mkdir(join(folder, name));
  await replace(join(folder, 'pjsip.conf'), [
    ['bind=127.0.0.1:5062', `bind=127.0.0.1:${ports.sip}`],
    ['contact=sip:127.0.0.2:5060', `contact=sip:${server.host}:${server.sipPort}`],
    ['match=127.0.0.2', `match=${server.host}`],
  ]);
  await replace(join(folder, 'extensions.conf'), [
    ['agi://127.0.0.2:4573', `agi://${server.host}:${server.agiPort}`],
    ['SGE_API_KEY=', `SGE_API_KEY=${apiKey}`],
  ]);
  if (webrtc) await configureWebRtc(folder);
  await replace(join(folder, 'http.conf'), [['bindport=8088', `bindport=${ports.http}`]]);
  await writeFile(
    join(folder, 'asterisk.conf'),
    [
      '[directories]',
      `astetcdir => ${folder}`,
      `astmoddir => ${join(prefix, 'lib/asterisk/modules')}`,
      `astvarlibdir => ${join(prefix, 'var/lib/asterisk')}`,
      `astdatadir => ${join(prefix, 'var/lib/asterisk')}`,
      `astdbdir => ${join(folder, 'db')}`,
      `astkeydir => ${folder}`,
      `astagidir => ${AGI_SCRIPTS}`,
      `astspooldir => ${join(folder, 'spool')}`,
      `astrundir => ${join(folder, 'run')}`,
      `astlogdir => ${join(folder, 'log')}`,
      '',
    ].join('\n'),
  );
}

/** Does what the comments of the files say. */
async function configureWebRtc(folder: string): Promise<void> {
  const pjsip = join(folder, 'pjsip.conf');
  const lines = (await readFile(pjsip, 'utf8')).split('\n');
  const begin = lines.indexOf(';[transport-wss]');
  const end = lines.findIndex((line, at) => at > begin && line === '');
  const uncommented = lines.map((line, at) =>
    at >= begin && at < end ? line.replace(/^;(?! )/, '') : line,
  );
  await writeFile(pjsip, uncommented.join('\n'));
  await replace(pjsip, [
    ['protocol=wss', 'protocol=ws'],
    ['CHANGE-ME-WEBRTC', TRUNK_PASSWORD],
  ]);
  await replace(join(folder, 'rtp.conf'), [['icesupport=no', 'icesupport=yes']]);
  // The first that dials the server is that to its users.
  await replace(join(folder, 'extensions.conf'), [['@sge,60', '@sge-webrtc,60']]);
}

/** The first that is set below a line. */
async function passwordIn(file: string, line: string): Promise<string> {
  const [, below = ''] = (await readFile(file, 'utf8')).split(`${line}\n`, 2);
  const password = /^password=(.+)$/m.exec(below)?.[1];
  if (password === undefined) throw new Error(`${file} sets no password`);
  return password;
}

/** @throws Error when the file does not hold what is to be replaced: the test would test something else. */
async function replace(
  file: string,
  changes: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    text = text.replaceAll(from, to);
  }
  await writeFile(file, text);
}
