import { randomBytes } from 'node:crypto';
import type { PlainSettings, Supervisor } from '@sky-genesis/media';
import { startMeasuredEngine } from '../../sfu/engines/measured-engine.ts';
import { ADDRESS, type Door, type End, type Relay } from './relay.ts';

const RTP_PORTS = { min: 20_000, max: 31_999 };

/** The product's media engine with one worker, as the gateway steers it: a room for each call, a leg for each end. */
export class OurEngine implements Relay {
  readonly name = 'our engine';
  readonly #supervisor: Supervisor;

  private constructor(supervisor: Supervisor) {
    this.#supervisor = supervisor;
  }

  static async start(): Promise<OurEngine> {
    return new OurEngine(await startMeasuredEngine({ bindAddress: ADDRESS, rtpPorts: RTP_PORTS }));
  }

  get pids(): readonly number[] {
    return this.#supervisor.pids;
  }

  async connect(call: string, a: End, b: End): Promise<readonly [Door, Door]> {
    return [await this.#leg(call, `${call}-a`, a), await this.#leg(call, `${call}-b`, b)];
  }

  async stop(): Promise<void> {
    await this.#supervisor.stop();
  }

  async #leg(room: string, participant: string, end: End): Promise<Door> {
    const opened = await this.#supervisor.request(room, { kind: 'plain-open', room, participant });
    const key = end.key === undefined ? undefined : randomBytes(30);
    const settings = settingsOf(end, key);
    await this.#supervisor.request(room, { kind: 'plain-connect', participant, settings });
    return { port: opened.port ?? 0, ...(key === undefined ? {} : { key }) };
  }
}

function settingsOf({ port, key: remote }: End, local: Buffer | undefined): PlainSettings {
  return {
    remote: { address: ADDRESS, port },
    codec: { name: 'pcmu', payloadType: 0 },
    telephoneEvent: { payloadType: 101, clockRate: 8000 },
    latch: 'port',
    sends: true,
    receives: true,
    ...(local === undefined || remote === undefined
      ? {}
      : { srtp: { local: local.toString('base64'), remote: remote.toString('base64') } }),
  };
}
