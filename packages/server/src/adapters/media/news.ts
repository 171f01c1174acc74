import type { QualityReport as EngineReport, SupervisorEvents } from '@sky-genesis/media';
import type { MediaEngineEvents, QualityReport } from '../../domain/media/index.ts';
import type { Logger } from '../../kernel/index.ts';

/** Passes on what the workers tell, in the domain's words. A listener that throws breaks no other. */
export function supervisorEvents(
  listeners: ReadonlySet<MediaEngineEvents>,
  logger: Logger,
): SupervisorEvents {
  const tell = (what: (listener: MediaEngineEvents) => void): void => {
    for (const listener of listeners) {
      try {
        what(listener);
      } catch (cause) {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        logger.error({ area: 'voip', error }, 'news of the media engine could not be handled');
      }
    }
  };
  return {
    state: (participant, state) =>
      tell((listener) => {
        if (state === 'connected') listener.connected(participant);
        else listener.closed(participant);
      }),
    speakers: (room, speakers) =>
      tell((listener) =>
        listener.speakers(
          room,
          speakers.map(({ producer, levelDbov }) => ({
            producer,
            level: Math.round(Math.min(127, Math.max(0, levelDbov))),
          })),
        ),
      ),
    quality: (room, reports) => tell((listener) => listener.quality(room, reports.map(report))),
    demand: (participant, uplinks) => tell((listener) => listener.demand(participant, uplinks)),
    roomsLost: (rooms) => tell((listener) => listener.roomsLost(rooms)),
  };
}

function report({ participant, direction, ...facts }: EngineReport): QualityReport {
  const { lossFraction, jitterMs, roundTripMs = null, mos = null } = facts;
  return { endpoint: participant, direction, lossFraction, jitterMs, roundTripMs, mos };
}
