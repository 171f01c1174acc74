import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { type Coturn, startCoturn } from '../peers/coturn.ts';
import { needs } from '../peers/needs.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const secret = 'a secret of the tests, shared';
const transports = ['udp', 'tcp', 'tls'] as const;

function turnUrl({ port, tlsPort }: Coturn, transport: (typeof transports)[number]): string {
  if (transport === 'tls') return `turns:127.0.0.1:${tlsPort}?transport=tcp`;
  return `turn:127.0.0.1:${port}?transport=${transport}`;
}

suite(
  'two people whose browsers may connect through TURN only',
  needs('chromium', 'coturn'),
  () => {
    let coturn: Coturn;

    before(async () => {
      const tls = { certificate: testCertificate, key: testKey };
      coturn = await startCoturn({ secret, relayToLoopback: true, tls });
    });
    after(() => coturn.stop());

    async function talking(stage: Stage): Promise<readonly [anna: Person, ben: Person]> {
      const turnOnly = { turnOnly: true };
      const [anna, ben] = await Promise.all([
        stage.enter('anna', turnOnly),
        stage.enter('ben', turnOnly),
      ]);
      await anna.calls([ben], 'video');
      await ben.accepts();
      await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
      return [anna, ben];
    }

    for (const transport of transports) {
      test(`hear and see each other over coturn by ${transport}`, async () => {
        const env = { SGE_TURN_URLS: turnUrl(coturn, transport), SGE_TURN_SECRET: secret };
        const args = ['--ignore-certificate-errors'];
        const stage = await Stage.open({ env, args });
        try {
          const [anna, ben] = await talking(stage);
          await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
          for (const person of [anna, ben]) {
            assert.deepEqual(await person.ask('harness.paths()'), [`relay/${transport} to relay`]);
            await person.movesBeyond(await person.counts());
          }
        } finally {
          await stage.clear();
          await stage.close();
        }
      });
    }
  },
);
