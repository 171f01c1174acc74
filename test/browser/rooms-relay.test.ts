import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { type Coturn, startCoturn, turnUrl } from '../peers/coturn.ts';
import { needs } from '../peers/needs.ts';
import { Stage } from './support/stage.ts';

const secret = 'a secret of the tests, shared';
const picture = { width: 320, height: 180, framesPerS: 10 };
const tls = { certificate: testCertificate, key: testKey };
const transports = ['udp', 'tcp', 'tls'] as const;

suite('a room whose people may connect through TURN only', needs('chromium', 'coturn'), () => {
  let coturn: Coturn;

  before(async () => {
    // The media engine listens on loopback here, which the shipped configuration rightly refuses to relay to.
    coturn = await startCoturn({ secret, relayToLoopback: true, tls });
  });
  after(() => coturn.stop());

  for (const transport of transports) {
    test(`is seen and heard by each over coturn by ${transport}`, async () => {
      const stage = await Stage.open({
        env: {
          SGE_MEDIA_HOST: '127.0.0.1',
          SGE_TURN_URLS: turnUrl(coturn, transport),
          SGE_TURN_SECRET: secret,
        },
        args: ['--ignore-certificate-errors'],
      });
      try {
        const people = await Promise.all(
          (['anna', 'ben'] as const).map((name) => stage.enter(name, { turnOnly: true, picture })),
        );
        const room = await stage.room('anna');
        await Promise.all(people.map((person) => person.joins(room)));
        for (const person of people) await person.meets(people.filter((other) => other !== person));
        for (const person of people)
          assert.deepEqual(await person.ask('harness.paths()'), [`relay/${transport} to host`]);
      } finally {
        await stage.clear();
        await stage.close();
      }
    });
  }
});
