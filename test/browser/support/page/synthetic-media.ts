/** What a person of a test sounds and looks like. */
export interface Look {
  readonly toneHz: number;
  /** CSS colour of the whole picture. */
  readonly colour: string;
  readonly picture: PictureFormat;
  /** The browser’s own imitation of a microphone, where it lets no AudioContext make the tone. */
  readonly ownTone: boolean;
}

export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerS: number;
  /** Whether all but its middle moves, so that it takes as many bits as a codec may spend. */
  readonly busy?: boolean;
}

export type Device = 'audio' | 'video' | 'screen';

/**
 * Replaces the browser's microphone and camera by a steady tone and a picture of one colour.
 *
 * @returns names of the kinds of devices that are to fail from now on, and by which error
 */
export function imitateDevices(look: Look): Map<Device, string> {
  const broken = new Map<Device, string>();
  refuseScreenWhenBroken(broken);
  const { mediaDevices } = navigator;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  const sound = async () =>
    look.ownTone ? (await native({ audio: true })).getTracks() : await tone(look.toneHz);
  mediaDevices.getUserMedia = async (constraints = {}) => {
    const { audio, video } = constraints;
    for (const [kind, wanted] of [
      ['audio', audio],
      ['video', video],
    ] as const) {
      const failure = broken.get(kind);
      if (failure !== undefined && wanted !== undefined && wanted !== false) {
        throw new DOMException(`no ${kind}`, failure);
      }
    }
    const tracks: MediaStreamTrack[] = [];
    if (audio !== undefined && audio !== false) tracks.push(...(await sound()));
    if (video !== undefined && video !== false) tracks.push(...picture(look));
    return new MediaStream(tracks);
  };
  return broken;
}

function refuseScreenWhenBroken(broken: ReadonlyMap<Device, string>): void {
  const { mediaDevices } = navigator;
  const native = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = (options) => {
    const failure = broken.get('screen');
    return failure === undefined
      ? native(options)
      : Promise.reject(new DOMException('no screen', failure));
  };
}

/** Paints the page, and has the picker’s answer be this tab: what is captured is the real page. */
export function shareOwnTab(colour: string): void {
  document.body.style.background = colour;
  const { mediaDevices } = navigator;
  const native = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = () => native({ video: { displaySurface: 'browser' } });
}

/** The picker's answer is a screen of this colour, which sounds. */
export function shareWithSound(colour: string, toneHz: number): void {
  const format = { width: 320, height: 180, framesPerS: 10 };
  const look = { colour, toneHz, picture: format, ownTone: false };
  navigator.mediaDevices.getDisplayMedia = async ({ audio } = {}) =>
    new MediaStream([...picture(look), ...(audio === true ? await tone(toneHz) : [])]);
}

async function tone(frequencyHz: number): Promise<readonly MediaStreamTrack[]> {
  const context = new AudioContext();
  await context.resume();
  const oscillator = new OscillatorNode(context, { frequency: frequencyHz });
  const target = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(new GainNode(context, { gain: 0.5 })).connect(target);
  oscillator.start();
  return target.stream.getAudioTracks();
}

function picture({ colour, picture: format }: Look): readonly MediaStreamTrack[] {
  const { width, height, framesPerS } = format;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the page has no canvas');
  const stream = canvas.captureStream(framesPerS);
  const [track] = stream.getVideoTracks();
  const timer = setInterval(() => {
    // A canvas gives a frame only when it is drawn on.
    if (format.busy === true) scatter(context, format);
    context.fillStyle = colour;
    const margin = format.busy === true ? width / 4 : 0;
    context.fillRect(margin, margin / 2, width - 2 * margin, height - margin);
    if (track?.readyState === 'ended') clearInterval(timer);
  }, 1000 / framesPerS);
  return stream.getVideoTracks();
}

/** Small squares of random greys over the whole picture. */
function scatter(context: CanvasRenderingContext2D, { width, height }: PictureFormat): void {
  const side = 16;
  for (let x = 0; x < width; x += side) {
    for (let y = 0; y < height; y += side) {
      const grey = Math.floor(Math.random() * 255);
      context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
      context.fillRect(x, y, side, side);
    }
  }
}
