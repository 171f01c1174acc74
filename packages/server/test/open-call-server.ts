import { CallService } from '../src/domain/calls/index.ts';
import { DirectoryParticipants } from '../src/domain/directory/index.ts';
import { PresenceService } from '../src/domain/presence/index.ts';
import { SignalService } from '../src/domain/signaling/index.ts';
import { callRoutes } from '../src/gateways/http/routes/calls.ts';
import { iceServerRoutes } from '../src/gateways/http/routes/ice-servers.ts';
import { signalingRoutes } from '../src/gateways/http/routes/signaling.ts';
import { Secret } from '../src/kernel/index.ts';
import { noNumbers } from './no-numbers.ts';
import { type IdentityServer, openIdentityServer } from './open-identity-server.ts';
import type { TestIdentity } from './open-test-identity.ts';
import { recordingLogger } from './recording-logger.ts';

/** Calls, signaling and ICE servers behind the real HTTP gateway, with the identity routes. */
export function openCallServer(): Promise<IdentityServer> {
  return openIdentityServer((parts) => {
    const calls = callService(parts);
    const { journal, eventLog, feed } = parts.storage;
    const signaling = new SignalService({ calls, journal, eventLog, feed, clock: parts.clock });
    const ice = {
      stunUrls: ['stun:stun.example.com:3478'],
      turnUrls: ['turn:turn.example.com:3478'],
      turnSecret: new Secret('north'),
      ttlS: 600,
    };
    return [
      ...callRoutes(calls),
      ...signalingRoutes(signaling),
      ...iceServerRoutes(ice, parts.clock),
    ];
  });
}

function callService({ storage, clock }: TestIdentity): CallService {
  const logger = recordingLogger();
  return new CallService({
    calls: storage.calls,
    participants: new DirectoryParticipants(storage.users, storage.blocks, noNumbers),
    connectivity: new PresenceService({ clock, logger }),
    journal: storage.journal,
    eventLog: storage.eventLog,
    clock,
    logger,
    idleS: 300,
  });
}
