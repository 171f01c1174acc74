import { parseSessionDescription } from '@sky-genesis/sdp';
import { AppError } from '../../kernel/index.ts';
import { kindOf, type SentTrack } from './track.ts';

/** Sections in which one client sends, named as tracks or not: each costs the engine a producer. */
const MAX_SENDING = 16;

/** Sources twice in one offer, or sections that do not carry what they are said to. */
function invalid(reason: string): AppError {
  return new AppError('media_tracks_invalid', { params: { reason } });
}

/**
 * Holds what a client says it sends against its offer, before the engine sees either.
 * @throws AppError `sdp_invalid` | `media_tracks_invalid`
 */
export function checkOffer(sdp: string, tracks: readonly SentTrack[]): void {
  const kinds = sendingSections(sdp);
  for (const key of ['mid', 'source'] as const) {
    const values = tracks.map((track) => track[key]);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw invalid(`the ${key} ${twice} is there twice`);
  }
  for (const { mid, source } of tracks) {
    const kind = kinds.get(mid);
    if (kind === undefined) throw invalid(`no section ${mid} sends anything`);
    if (kind !== kindOf(source)) throw invalid(`section ${mid} carries ${kind}, not a ${source}`);
  }
}

/**
 * The media type of every section in which the client sends, by mid.
 * @throws AppError `sdp_invalid` | `media_tracks_invalid` for too many
 */
function sendingSections(sdp: string): ReadonlyMap<string, string> {
  const parsed = parseSessionDescription(sdp);
  if (!parsed.ok) {
    throw new AppError('sdp_invalid', {
      params: { reason: parsed.problem.message.replace(/\.$/, '') },
    });
  }
  const sending = parsed.value.media.filter(
    ({ port, bundleOnly, direction = 'sendrecv' }) =>
      // RFC 9143 section 6: a port of zero refuses a section, but for one that waits to be bundled.
      (port !== 0 || bundleOnly !== undefined) &&
      (direction === 'sendrecv' || direction === 'sendonly'),
  );
  if (sending.length > MAX_SENDING)
    throw invalid(`more than ${MAX_SENDING} sections send something`);
  return new Map(sending.map(({ mid, type }) => [String(mid ?? ''), type]));
}

/**
 * The first sound and the first picture of an offer, as a microphone and a camera.
 * @throws AppError as `checkOffer`
 */
export function firstOfEachKind(sdp: string): readonly SentTrack[] {
  const sections = [...sendingSections(sdp)];
  return (['microphone', 'camera'] as const).flatMap((source) => {
    const [mid] = sections.find(([, kind]) => kind === kindOf(source)) ?? [];
    return mid === undefined ? [] : [{ mid, source, muted: false }];
  });
}
