import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connected, endChild } from './child.ts';
import { freePort } from './free-port.ts';
import { programOf } from './needs.ts';

export interface BaresipOptions {
  /** One line of its `accounts`: `<sip:bob@127.0.0.1:5060;transport=tcp>;auth_pass=…;answermode=auto`. */
  readonly account: string;
  /** Further lines of its `config`, in place of a silent line of sound. */
  readonly config?: readonly string[];
  /** Modules beside those that every test needs. */
  readonly modules?: readonly string[];
}

/** A baresip of our own, told what to do over its control socket. */
export interface Baresip {
  /** Where it listens for SIP, on 127.0.0.1. */
  readonly sipPort: number;
  /** What it told so far: `REGISTER_OK`, `CALL_ESTABLISHED`, …, with what it says of them. */
  readonly events: readonly BaresipEvent[];
  /** Its next event of this kind that nobody has waited for yet. */
  event(type: string): Promise<BaresipEvent>;
  /** `dial`, `hangup`, `hold`, `transfer`, … (its menu commands); rejects where it refuses. */
  command(command: string, parameters?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface BaresipEvent {
  readonly type: string;
  /** What else it says: a peer, a reason. */
  readonly param: string;
}

const limitMs = 8_000;

/** Starts baresip on 127.0.0.1 in a folder of its own, again where it finds a port of its own taken. */
export async function startBaresip(options: BaresipOptions): Promise<Baresip> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes('Address already in use');
      if (!isTaken || tries === 3) throw error;
    }
  }
}

async function startOnce(options: BaresipOptions): Promise<Baresip> {
  const folder = mkdtempSync(join(tmpdir(), 'sge-baresip-'));
  const [controlPort, sipPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'accounts'), '');
  writeFileSync(join(folder, 'contacts'), '');
  writeFileSync(join(folder, 'config'), configOf(options, { controlPort, sipPort }));
  const child = spawn(programOf('baresip'), ['-f', folder], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => void said.push(bytes.toString()));
  const stop = async () => {
    await endChild(child, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const control = new Control(await connected(child, controlPort, limitMs));
    // Not from the file: it would register before anybody listens to what it tells.
    await control.command('uanew', options.account);
    return {
      sipPort,
      events: control.events,
      event: (type) => control.event(type),
      command: (command, parameters) => control.command(command, parameters),
      stop: async () => {
        control.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw new Error(`baresip did not start:\n${said.join('').slice(-4_000)}`, { cause: error });
  }
}

function configOf(
  { config, modules = [] }: BaresipOptions,
  { controlPort, sipPort }: { readonly controlPort: number; readonly sipPort: number },
): string {
  const sound = config ?? [
    'audio_source aubridge,line',
    'audio_player aubridge,line',
    'audio_alert aubridge,bell',
  ];
  return [
    'poll_method epoll',
    `sip_listen 127.0.0.1:${sipPort}`,
    'net_interface 127.0.0.1',
    'call_local_timeout 120',
    'module_path /usr/lib/baresip/modules',
    'module g711.so',
    'module aubridge.so',
    ...modules.map((name) => `module ${name}`),
    'module_tmp uuid.so',
    'module_tmp account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    ...sound,
    '',
  ].join('\n');
}

/** Netstrings of JSON both ways. */
class Control {
  readonly events: BaresipEvent[] = [];
  readonly #socket: Socket;
  readonly #answers = new Map<string, (failure: string | undefined) => void>();
  #taken = new Set<BaresipEvent>();
  #wake = () => {};
  #text = '';
  #tokens = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#receive(`${text}`));
    socket.on('error', () => {});
  }

  close(): void {
    this.#socket.destroy();
  }

  async event(type: string): Promise<BaresipEvent> {
    const endMs = performance.now() + limitMs;
    for (;;) {
      const found = this.events.find((event) => event.type === type && !this.#taken.has(event));
      if (found) {
        this.#taken.add(found);
        return found;
      }
      const leftMs = endMs - performance.now();
      if (leftMs <= 0)
        throw new Error(`baresip told no ${type}, but ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async command(command: string, params = ''): Promise<void> {
    this.#tokens += 1;
    const token = String(this.#tokens);
    const message = JSON.stringify({ command, params, token });
    const failure = await new Promise<string | undefined>((resolve) => {
      this.#answers.set(token, resolve);
      this.#socket.write(`${message.length}:${message},`);
    });
    if (failure !== undefined) throw new Error(`baresip refused ${command} ${params}: ${failure}`);
  }

  #receive(text: string): void {
    this.#text += text;
    for (;;) {
      const [head, length] = /^([0-9]+):/.exec(this.#text) ?? [];
      if (head === undefined || length === undefined) return;
      const end = head.length + Number(length);
      if (this.#text.length <= end) return;
      const message: unknown = JSON.parse(this.#text.slice(head.length, end));
      this.#text = this.#text.slice(end + 1);
      this.#take(new Map(Object.entries(Object(message))));
    }
  }

  #take(message: ReadonlyMap<string, unknown>): void {
    const text = (name: string) => String(message.get(name) ?? '');
    if (message.get('response') === true) {
      this.#answers.get(text('token'))?.(message.get('ok') === true ? undefined : text('data'));
      return;
    }
    this.events.push({ type: text('type'), param: text('param') });
    this.#wake();
  }
}
