import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../test/peers/free-port.ts';
import { programOf } from '../../../test/peers/needs.ts';
import type { Contestant } from './contestants.ts';

const LIMIT_MS = 20_000;
const STEP_MS = 200;

/** A PBX that dials everybody on by a trunk, and does nothing else. @throws Error where there is none, or it does not start */
export async function startPbx(callee: number): Promise<Contestant> {
  const binary = programOf('asterisk');
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'sge-bench-asterisk-'));
  await configure(folder, binary, port, callee);
  const main = join(folder, 'asterisk.conf');
  const child = spawn(binary, ['-C', main, '-f', '-q'], { cwd: folder, stdio: 'ignore' });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const stop = async () => {
    process.off('exit', killWithUs);
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  };
  const endMs = performance.now() + LIMIT_MS;
  for (;;)
    try {
      await promisify(execFile)(binary, ['-C', main, '-rx', 'core waitfullybooted']);
      return { port, pids: () => [child.pid ?? 0], stop };
    } catch (cause) {
      if (performance.now() > endMs || child.exitCode !== null) {
        await stop();
        throw new Error('Asterisk did not start', { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
}

async function configure(
  folder: string,
  binary: string,
  port: number,
  callee: number,
): Promise<void> {
  const prefix = dirname(dirname(binary));
  const own = { astvarlibdir: 'var', astdbdir: 'db', astspooldir: 'spool', astrundir: 'run' };
  for (const name of [...Object.values(own), 'log', 'keys']) await mkdir(join(folder, name));
  const folders = { ...own, astetcdir: '.', astlogdir: 'log', astkeydir: 'keys' };
  const files = {
    'asterisk.conf': [
      '[directories]',
      `astmoddir => ${join(prefix, 'lib/asterisk/modules')}`,
      `astdatadir => ${join(prefix, 'var/lib/asterisk')}`,
      ...Object.entries(folders).map(([key, name]) => `${key} => ${join(folder, name)}`),
    ],
    'modules.conf': ['[modules]', 'autoload=yes'],
    'logger.conf': ['[logfiles]'],
    'extensions.conf': ['[bench]', 'exten => service,1,Dial(PJSIP/peer)', 'same => n,Hangup()'],
    'pjsip.conf': [
      ...['[udp]', 'type=transport', 'protocol=udp', `bind=127.0.0.1:${port}`],
      ...['[peer]', 'type=aor', `contact=sip:service@127.0.0.1:${callee}`],
      ...['[peer]', 'type=identify', 'endpoint=peer', 'match=127.0.0.1'],
      ...['[peer]', 'type=endpoint', 'transport=udp', 'aors=peer', 'context=bench'],
      ...['disallow=all', 'allow=ulaw', 'direct_media=no'],
    ],
  };
  for (const [name, lines] of Object.entries(files))
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
}
