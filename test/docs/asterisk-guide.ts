import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Asterisk, startAsterisk } from '../peers/asterisk.ts';
import { type Baresip, startBaresip } from '../peers/baresip.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { type Answer, type PhoneHouse, phoneHouseOf } from '../telephony/phone-house.ts';
import type { Block } from './blocks.ts';
import { bash, runShell } from './shell-block.ts';

/** The guide's blocks, in its order. */
export const STEPS = ['configure', 'trunk', 'numbers', 'key', 'ari', 'webrtc'] as const;

/** As the guide has the server. */
const SERVER = { SGE_SIP_HOST: '127.0.0.2' };

/** A reader of the guide: an Asterisk that its commands have configured, beside a server that they are run on. */
export class AsteriskGuide {
  readonly asterisk: Asterisk;
  readonly #folder: string;
  #house: PhoneHouse;
  #token: string | undefined;
  #phone: Baresip | undefined;

  private constructor(house: PhoneHouse, asterisk: Asterisk, folder: string) {
    this.#house = house;
    this.asterisk = asterisk;
    this.#folder = folder;
  }

  /** @param configure writes Asterisk's configuration · @param key makes the key that goes into it */
  static async begin(configure: Block, key: Block): Promise<AsteriskGuide> {
    const folder = mkdtempSync(join(tmpdir(), 'sge-asterisk-guide-'));
    mkdirSync(join(folder, 'etc/asterisk'), { recursive: true });
    await bash(inFolder(configure.text, folder));
    const house = await phoneHouseOf(await startProduct({ env: SERVER }));
    const { product, sipPort, agiPort } = house;
    await openLink(product, product.output());
    const asterisk = await startAsterisk({
      server: { host: SERVER.SGE_SIP_HOST, sipPort, agiPort },
      apiKey: /sgek_\S+/.exec(await runShell(product, key.text))?.[0] ?? '',
      apiUrl: product.url,
      configuration: join(folder, 'etc/asterisk'),
    });
    return new AsteriskGuide(house, asterisk, folder);
  }

  async close(): Promise<void> {
    await this.#phone?.stop();
    await this.asterisk.stop();
    await this.#house.product.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs a block, and resolves with the JSON that the server answers at its end. */
  async answerOf({ text }: Block): Promise<Answer['body']> {
    const { product } = this.#house;
    const script = text
      .replaceAll('http://localhost:8080', product.url)
      .replaceAll('127.0.0.1:5062', `127.0.0.1:${this.asterisk.sipPort}`);
    const known = this.#token === undefined ? '' : `TOKEN='${this.#token}'\n`;
    const output = await runShell(product, `${known}${script}\nprintf '\\n%s' "$TOKEN"`);
    if (output.includes('#')) await openLink(product, output);
    const lines = output.trim().split('\n');
    this.#token = lines.at(-1);
    const parsed: unknown = JSON.parse(lines.at(-2) ?? '');
    return Object(parsed);
  }

  /** As whom the guide's token is. */
  async ask(method: string, path: string, json?: unknown): Promise<Answer['body']> {
    return (await this.#house.ask(method, path, json, this.#token)).body;
  }

  until(path: string, fits: (body: Answer['body']) => boolean): Promise<Answer['body']> {
    return this.#house.until(path, fits, this.#token);
  }

  /** The phone 2001, signed in at Asterisk. */
  async phone(): Promise<Baresip> {
    if (this.#phone !== undefined) return this.#phone;
    const { sipPort, phonePassword } = this.asterisk;
    const account = `<sip:2001@127.0.0.1:${sipPort}>;auth_pass=${phonePassword};regint=60`;
    this.#phone = await startBaresip({ account });
    await this.#phone.event('REGISTER_OK');
    return this.#phone;
  }

  /** The person takes the call that rings. */
  async accept(userId: string): Promise<Answer['body']> {
    const token = await this.#house.token(userId);
    const ringing = ({ data }: Answer['body']) => Array.isArray(data) && data.length > 0;
    const { data } = await this.#house.until('/calls', ringing, token);
    const [call] = Array.isArray(data) ? data : [];
    await this.#house.ask('POST', `/calls/${String(call.id)}/accept`, undefined, token);
    return call;
  }

  /** Starts the server anew, with what the block exports. */
  async startAgainWith({ text }: Block): Promise<void> {
    const exported = await bash(`${inFolder(text, this.#folder)}\nenv -0`);
    const settings = exported.split('\0').filter((line) => line.startsWith('SGE_ARI_'));
    const env: Record<string, string> = { ...SERVER };
    for (const line of settings) env[line.slice(0, line.indexOf('='))] = valueIn(line);
    const { product, admin } = this.#house;
    const folder = dirname(product.dataFolder);
    await product.stop({ keep: true });
    const places = { SGE_ARI_URL: this.asterisk.ariUrl, SGE_SIP_PORT: String(this.#house.sipPort) };
    const again: Product = await startProduct({ folder, env: { ...env, ...places } });
    this.#house = await phoneHouseOf(again, admin);
  }
}

/** Does what a browser does with the one-time link that is printed there. */
async function openLink({ url }: Product, printed: string): Promise<void> {
  const token = /https?:\/\/\S+#(?:\S+=)?(\S+)/.exec(printed)?.[1];
  const response = await fetch(`${url}/api/v1/auth/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`the link is refused: ${await response.text()}`);
}

function valueIn(line: string): string {
  return line.slice(line.indexOf('=') + 1);
}

/** The same commands below a folder of the test, by whoever runs it. */
function inFolder(script: string, folder: string): string {
  return script
    .replaceAll(/^.*systemctl.*$/gm, '')
    .replaceAll('sudo ', '')
    .replaceAll(' /etc/', ` ${folder}/etc/`);
}
