import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connected, endChild } from './child.ts';
import { freePort } from './free-port.ts';
import { programOf } from './needs.ts';

/** A kamailio on 127.0.0.1, UDP and TCP on one port, that proxies, records itself, and forks. */
export interface Kamailio {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

export interface KamailioOptions {
  /** Where requests for the user `both` go, at once: two URIs. */
  readonly forkTo?: readonly [string, string];
  /** Where REGISTERs go, with a Path of its own. */
  readonly registrar?: string;
}

const limitMs = 20_000;

/** @throws Error where it ends at once, with what it said */
export async function startKamailio(options: KamailioOptions = {}): Promise<Kamailio> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sge-kamailio-'));
  const file = join(folder, 'kamailio.cfg');
  writeFileSync(file, configOf(port, options));
  const child = spawn(
    programOf('kamailio'),
    ['-f', file, '-DD', '-E', '-m', '32', '-M', '4', '-Y', folder],
    { cwd: folder },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => void said.push(bytes.toString()));
  const stop = async () => {
    await endChild(child, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    (await connected(child, port, limitMs)).destroy();
  } catch (error) {
    await stop();
    throw new Error(`kamailio did not start:\n${said.join('').slice(-4_000)}`, { cause: error });
  }
  return { pid: child.pid ?? 0, port, stop };
}

function configOf(port: number, { forkTo, registrar }: KamailioOptions): string {
  const [first, second] = forkTo ?? [];
  const fork =
    first === undefined || second === undefined
      ? ''
      : `if (is_method("INVITE") && $rU == "both") { $ru = "${first}"; append_branch("${second}"); }`;
  const register =
    registrar === undefined
      ? ''
      : `if (is_method("REGISTER")) { add_path(); $du = "${registrar}"; t_relay(); exit; }`;
  const modules = ['tm', 'sl', 'rr', 'pv', 'maxfwd', 'textops', 'siputils', 'path', 'corex'];
  return `
debug=1
log_stderror=yes
children=1
tcp_children=1
auto_aliases=no
dns=no
rev_dns=no
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules:/usr/lib/aarch64-linux-gnu/kamailio/modules"
${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
    sl_send_reply("404", "Not here");
    exit;
  }
  t_check_trans();
  ${register}
  loose_route();
  if (is_method("INVITE")) record_route();
  ${fork}
  t_relay();
}
`;
}
