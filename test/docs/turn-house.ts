import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coturn, startCoturn } from '../peers/coturn.ts';
import type { Block } from './blocks.ts';
import { bash } from './shell-block.ts';
import { World } from './world.ts';

/** A product beside a coturn that was set up by the guide's own commands. */
export class TurnHouse {
  readonly world: World;
  readonly #coturn: Coturn;
  readonly #folder: string;

  private constructor(world: World, coturn: Coturn, folder: string) {
    this.world = world;
    this.#coturn = coturn;
    this.#folder = folder;
  }

  /** @param configure writes coturn's configuration · @param tell exports the server's */
  static async open(configure: Block, tell: Block): Promise<TurnHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'sge-turn-guide-'));
    mkdirSync(join(folder, 'etc'));
    const secret = await bash(`${inFolder(configure.text, folder)}\nprintf '%s' "$SECRET"`);
    const text = readFileSync(join(folder, 'etc/turnserver.conf'), 'utf8');
    const coturn = await startCoturn({ text, relayToLoopback: true });
    const exported = await bash(`SECRET='${secret}'\n${atHome(tell.text, coturn)}\nenv -0`);
    const settings = exported.split('\0').filter((line) => line.startsWith('SGE_'));
    const env = Object.fromEntries(settings.map((line) => split(line)));
    return new TurnHouse(await World.start(env), coturn, folder);
  }

  async close(): Promise<void> {
    await this.world.stop();
    await this.#coturn.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs a block that talks to the servers. */
  async run({ text }: Block): Promise<string> {
    const { product, tokens } = this.world;
    const script = atHome(text, this.#coturn).replace('http://localhost:8080', product.url);
    return await bash(script, { TOKEN: tokens.user123 });
  }

  /** Runs a block that changes the configuration, and resolves with what has become of it. */
  async change({ text }: Block): Promise<string> {
    await bash(inFolder(text, this.#folder));
    return readFileSync(join(this.#folder, 'etc/turnserver.conf'), 'utf8');
  }
}

/** The same commands below a folder of the test, by whoever runs it. */
function inFolder(script: string, folder: string): string {
  return script
    .replaceAll(/^.*systemctl.*$/gm, '')
    .replaceAll('sudo ', '')
    .replaceAll(process.getuid?.() === 0 ? /$^/g : '-g turnserver ', '')
    .replaceAll(' /etc/', ` ${folder}/etc/`);
}

function atHome(script: string, { port, stunPort, tlsPort }: Coturn): string {
  return script
    .replaceAll(/turn\.example\.com:3478/g, `127.0.0.1:${port}`)
    .replaceAll(/turn\.example\.com:5349/g, `127.0.0.1:${tlsPort}`)
    .replaceAll('-p 3478 turn.example.com', `-p ${port} 127.0.0.1`)
    .replaceAll('-p 19302 turn.example.com', `-p ${stunPort} 127.0.0.1`);
}

function split(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
