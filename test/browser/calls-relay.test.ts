import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { type Coturn, startCoturn, turnUrl } from '../peers/coturn.ts';
import { needs } from '../peers/needs.ts';
import type { Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const secret = 'a secret of the tests, shared';
const tls = { certificate: testCertificate, key: testKey };
const options = { secret, relayToLoopback: true, tls };
const transports = ['udp', 'tcp', 'tls'] as const;
suite(
  'two people whose browsers may connect through TURN only',
  needs('chromium', 'coturn'),
  () => {
    let coturn: Coturn;

    before(async () => {
      coturn = await startCoturn(options);
    });
    after(() => coturn.stop());

    async function perceive(anna: Person, ben: Person): Promise<void> {
      await Promise.all([anna.hears(ben), ben.hears(anna), anna.sees(ben), ben.sees(anna)]);
    }

    /** A video call over coturn, and what comes of it. */
    async function whileTalking(
      transport: (typeof transports)[number],
      work: (anna: Person, ben: Person) => Promise<void>,
    ): Promise<void> {
      const env = { SGE_TURN_URLS: turnUrl(coturn, transport), SGE_TURN_SECRET: secret };
      const stage = await Stage.open({ env, args: ['--ignore-certificate-errors'] });
      try {
        const turnOnly = { turnOnly: true };
        const [anna, ben] = await Promise.all([
          stage.enter('anna', turnOnly),
          stage.enter('ben', turnOnly),
        ]);
        await anna.calls([ben], 'video');
        await ben.accepts();
        await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
        await perceive(anna, ben);
        await work(anna, ben);
      } finally {
        await stage.clear();
        await stage.close();
      }
    }

    for (const transport of transports) {
      test(`hear and see each other over coturn by ${transport}`, async () => {
        await whileTalking(transport, async (anna, ben) => {
          for (const person of [anna, ben]) {
            assert.deepEqual(await person.ask('harness.paths()'), [`relay/${transport} to relay`]);
            await person.movesBeyond(await person.counts());
          }
        });
      });
    }

    test('find each other again after coturn was restarted', async () => {
      await whileTalking('udp', async (anna, ben) => {
        const { port, stunPort, tlsPort } = coturn;
        await coturn.stop();
        await Promise.all([anna.isIn('reconnecting'), ben.isIn('reconnecting')]);
        coturn = await startCoturn({ ...options, ports: { port, stunPort, tlsPort } });
        await Promise.all([anna.isIn('connected'), ben.isIn('connected')]);
        for (const person of [anna, ben]) await person.movesBeyond(await person.counts());
        await perceive(anna, ben);
      });
    });
  },
);
