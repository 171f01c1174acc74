import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** A dark component may come as none at all. */
const COLOUR_TOLERANCE = 31;

/** What a page shows and plays: a colour and a tone. */
export interface Content {
  readonly colour: string;
  readonly hertz: number;
}

// What follows runs in the page, each function by itself; what they share hangs on
// `globalThis.meeting`.

function installSources(): void {
  const audio = new AudioContext();

  /** @param specks how many: what fills the bitrate that a layer may have */
  function camera(colour: string, width = 320, specks = 0): MediaStreamTrack | undefined {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = (width * 9) / 16;
    const context = canvas.getContext('2d');
    let frame = 0;
    setInterval(() => {
      if (context === null) return;
      context.fillStyle = colour;
      context.fillRect(0, 0, canvas.width, canvas.height);
      // Something moves, so that there is something to send.
      context.fillStyle = 'white';
      context.fillRect(frame++ % 300, 0, 20, 20);
      for (let i = 0; i < specks; i += 1) {
        context.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
        context.fillRect(Math.random() * width, (Math.random() * canvas.height) / 3, 6, 6);
      }
    }, 100);
    return canvas.captureStream(10).getVideoTracks()[0];
  }

  function microphone(hertz: number): MediaStreamTrack | undefined {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const to = audio.createMediaStreamDestination();
    tone.connect(to);
    tone.start();
    return to.stream.getAudioTracks()[0];
  }

  Object.assign(globalThis, { meeting: { audio, camera, microphone } });
}

function installConnection(): void {
  const { meeting } = Object(globalThis);
  const pc = new RTCPeerConnection();
  const incoming: MediaStreamTrack[] = [];
  pc.addEventListener('track', ({ track }) => void incoming.push(track));

  async function offer(): Promise<string> {
    await pc.setLocalDescription(await pc.createOffer());
    return pc.localDescription?.sdp ?? '';
  }

  Object.assign(meeting, {
    pc,
    incoming,
    offer,
    async take(sdp: string): Promise<void> {
      await pc.setRemoteDescription({ type: 'answer', sdp });
    },
    async answer(sdp: string): Promise<string> {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await pc.setLocalDescription(await pc.createAnswer());
      return pc.localDescription?.sdp ?? '';
    },
  });
}

function installPublishing(): void {
  const { meeting } = Object(globalThis);

  Object.assign(meeting, {
    async publish(colour: string, hertz: number): Promise<string> {
      meeting.pc.addTrack(meeting.camera(colour));
      meeting.pc.addTrack(meeting.microphone(hertz));
      return await meeting.offer();
    },
    /** Two layers of 640 × 360, and as much motion as `full` bits a second describe badly. */
    async publishLayers(colour: string, hertz: number, full: number): Promise<string> {
      meeting.pc.addTransceiver(meeting.camera(colour, 640, 150), {
        direction: 'sendonly',
        sendEncodings: [
          { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 150_000 },
          { rid: 'f', maxBitrate: full },
        ],
      });
      meeting.pc.addTrack(meeting.microphone(hertz));
      return await meeting.offer();
    },
    /** 640 pixels wide, with this codec before all others. */
    async publishAs(
      colour: string,
      hertz: number,
      video: string,
      audio: string,
      scalabilityMode: string,
    ): Promise<string> {
      const codecs = (kind: string, wanted: string) => {
        const all = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
        const first = all.filter(({ mimeType }) => mimeType.toLowerCase() === wanted);
        if (first.length === 0) throw new Error(`this browser has no ${wanted}`);
        return [...first, ...all.filter((codec) => !first.includes(codec))];
      };
      const camera = meeting.pc.addTransceiver(meeting.camera(colour, 640, 50), {
        direction: 'sendonly',
        sendEncodings: [Object.assign({}, { scalabilityMode })],
      });
      camera.setCodecPreferences(codecs('video', video));
      const microphone = meeting.pc.addTransceiver(meeting.microphone(hertz), {
        direction: 'sendonly',
      });
      microphone.setCodecPreferences(codecs('audio', audio));
      return await meeting.offer();
    },
    async listen(): Promise<string> {
      for (const kind of ['audio', 'video'])
        meeting.pc.addTransceiver(kind, { direction: 'recvonly' });
      return await meeting.offer();
    },
  });
}

function installStatistics(): void {
  const { meeting } = Object(globalThis);

  Object.assign(meeting, {
    /** The codec of what comes in. */
    async codec(kind: string): Promise<string> {
      const stats = await meeting.pc.getStats();
      for (const entry of stats.values())
        if (entry.type === 'inbound-rtp' && entry.kind === kind)
          return stats.get(entry.codecId)?.mimeType ?? '';
      return '';
    },
    /** Sums a member of all entries of one kind of `getStats`. */
    async stat(type: string, kind: string, name: string): Promise<number> {
      let sum = 0;
      for (const entry of (await meeting.pc.getStats()).values())
        if (entry.type === type && (kind === '' || entry.kind === kind)) sum += entry[name] ?? 0;
      return sum;
    },
    async until(
      type: string,
      kind: string,
      name: string,
      least: number,
      most: number,
    ): Promise<void> {
      const endMs = performance.now() + 20_000;
      for (;;) {
        const sum: number = await meeting.stat(type, kind, name);
        if (sum >= least && sum <= most) return;
        if (performance.now() > endMs) throw new Error(`${type} ${kind} ${name} is ${sum}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  });
}

function installSenses(): void {
  const { meeting } = Object(globalThis);

  function streamOf(wanted: string): MediaStream {
    const tracks: MediaStreamTrack[] = meeting.incoming;
    const track = tracks.find(({ kind }) => kind === wanted);
    if (track === undefined) throw new Error(`no ${wanted} comes in`);
    return new MediaStream([track]);
  }

  Object.assign(meeting, {
    /** The pixel in the middle of the incoming picture, once there is one. */
    async colour(): Promise<readonly number[]> {
      const video = document.createElement('video');
      video.muted = true;
      video.srcObject = streamOf('video');
      await video.play();
      const context = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext('2d');
      context?.drawImage(video, 0, 0);
      const at = [video.videoWidth >> 1, video.videoHeight >> 1] as const;
      return [...(context?.getImageData(...at, 1, 1).data.slice(0, 3) ?? [])];
    },
    /** The loudest frequency of the incoming sound, once it is no silence. */
    async hertz(): Promise<number> {
      const context: AudioContext = meeting.audio;
      // Chromium decodes a remote track only for an element.
      const element = new Audio();
      element.muted = true;
      element.srcObject = streamOf('audio');
      const analyser = new AnalyserNode(context, { fftSize: 8192 });
      context.createMediaStreamSource(streamOf('audio')).connect(analyser);
      await context.resume();
      const bins = new Float32Array(analyser.frequencyBinCount);
      for (;;) {
        await new Promise(requestAnimationFrame);
        analyser.getFloatFrequencyData(bins);
        const loudest = bins.indexOf(Math.max(...bins));
        if ((bins[loudest] ?? -200) > -40) return (loudest * context.sampleRate) / 8192;
      }
    },
  });
}

/** A page in a room, as the tests drive it. */
export class MeetingPage {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(page: Page): Promise<MeetingPage> {
    await page.goto('about:blank');
    const installs = [
      installSources,
      installConnection,
      installPublishing,
      installStatistics,
      installSenses,
    ];
    for (const install of installs) await page.evaluate(install);
    return new MeetingPage(page);
  }

  publish = ({ colour, hertz }: Content) => this.#text(`publish('${colour}', ${hertz})`);
  publishLayers = ({ colour, hertz }: Content, fullBps: number) =>
    this.#text(`publishLayers('${colour}', ${hertz}, ${fullBps})`);
  publishAs = ({ colour, hertz }: Content, video: string, audio = 'audio/opus', mode = 'L1T1') =>
    this.#text(`publishAs('${colour}', ${hertz}, '${video}', '${audio}', '${mode}')`);
  codec = (kind: string) => this.#text(`codec('${kind}')`);
  listen = () => this.#text('listen()');
  take = (sdp: string) => this.#text(`take(${JSON.stringify(sdp)})`);
  answer = (sdp: string) => this.#text(`answer(${JSON.stringify(sdp)})`);

  async colour(): Promise<readonly number[]> {
    const pixel: unknown = await this.#run('colour()');
    return Array.isArray(pixel) ? pixel.map(Number) : [];
  }

  async hertz(): Promise<number> {
    return Number(await this.#run('hertz()'));
  }

  /** Sees the colour, which a codec moves a little, and hears the tone. */
  async perceives({ colour, hertz }: Content): Promise<void> {
    const wanted = [...colour.matchAll(/\d+/g)].map(Number);
    const pixel = await this.colour();
    const near = wanted.every((value, i) => Math.abs(value - (pixel[i] ?? 0)) < COLOUR_TOLERANCE);
    assert.ok(near, `sees ${pixel}, not ${wanted}`);
    const heard = await this.hertz();
    assert.ok(Math.abs(heard - hertz) < 12, `hears ${heard} Hz, not ${hertz}`);
  }

  async stat(type: string, kind: string, name: string): Promise<number> {
    return Number(await this.#run(`stat('${type}', '${kind}', '${name}')`));
  }

  /** Resolves once the sum of a statistic is at least `least`. */
  async until(type: string, kind: string, name: string, least: number): Promise<void> {
    await this.#run(`until('${type}', '${kind}', '${name}', ${least}, Infinity)`);
  }

  /** The same for a statistic that comes down. */
  async untilAtMost(type: string, kind: string, name: string, most: number): Promise<void> {
    await this.#run(`until('${type}', '${kind}', '${name}', 0, ${most})`);
  }

  async connected(): Promise<void> {
    const condition = `meeting.pc.connectionState === 'connected'`;
    await this.#page.waitForFunction(condition, undefined, { timeout: 20_000, polling: 50 });
  }

  #run(call: string): Promise<unknown> {
    return this.#page.evaluate(`meeting.${call}`);
  }

  async #text(call: string): Promise<string> {
    return String((await this.#run(call)) ?? '');
  }
}
