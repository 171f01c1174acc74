import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { iceServersFor } from '../../packages/server/src/domain/turn/index.ts';
import { Secret } from '../../packages/server/src/kernel/index.ts';
import { testCertificate, testKey } from '../../packages/sip/src/testing/certificate.ts';
import { type Coturn, startCoturn } from '../peers/coturn.ts';
import { needs } from '../peers/needs.ts';
import { STUN_ATTRIBUTES, STUN_TYPES } from '../peers/stun-message.ts';
import { TurnClient, type TurnCredentials, type TurnOutcome } from '../peers/turn-client.ts';

const secret = 'a secret of the tests, shared';

/** Credentials as the product issues them. */
function issued(ttlS: number, sharedSecret = secret): TurnCredentials {
  const settings = {
    stunUrls: [],
    turnUrls: ['turn:127.0.0.1'],
    turnSecret: new Secret(sharedSecret),
    ttlS,
  };
  const [server] = iceServersFor(settings, 'anna', Date.now());
  const { username, credential } = server ?? {};
  assert.ok(username !== undefined && credential !== undefined);
  return { username, password: credential };
}

async function withClient<T>(port: number, work: (client: TurnClient) => Promise<T>): Promise<T> {
  const client = await TurnClient.open(port);
  return await work(client).finally(() => client.close());
}

suite('coturn with the configuration we ship', needs('coturn'), () => {
  let coturn: Coturn;

  before(async () => {
    coturn = await startCoturn({ secret, tls: { certificate: testCertificate, key: testKey } });
  });
  after(() => coturn.stop());

  for (const name of ['port', 'stunPort'] as const) {
    test(`a STUN binding is answered on its ${name === 'port' ? 'main' : 'second'} port, without its version`, async () => {
      const answer = await withClient(coturn[name], (client) => client.binding());
      assert.equal(answer.type, STUN_TYPES.bindingSuccess);
      assert.equal(answer.attributes.has(STUN_ATTRIBUTES.software), false);
      assert.equal(answer.attributes.has(STUN_ATTRIBUTES.fingerprint), true);
    });
  }

  test('credentials that the product issues get a relay', async () => {
    const outcome = await withClient(coturn.port, (client) => client.allocate(issued(60)));
    assert.equal(outcome, 'ok');
  });

  test('credentials that have expired are refused with 401', async () => {
    const outcome = await withClient(coturn.port, (client) => client.allocate(issued(-1)));
    assert.equal(outcome, 401);
  });

  test('credentials of another secret, and a name whose expiry was moved, are refused with 401', async () => {
    const other = issued(60, 'a secret of somebody else');
    const { password } = issued(60);
    const later = { username: `${Math.floor(Date.now() / 1000) + 9999}:anna`, password };
    for (const credentials of [other, later, { username: 'user', password: 'password' }]) {
      const outcome = await withClient(coturn.port, (client) => client.allocate(credentials));
      assert.equal(outcome, 401, credentials.username);
    }
  });

  const refused = {
    4: [
      ...['127.0.0.1', '127.8.9.10', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
      ...['192.168.1.1', '169.254.169.254', '100.64.0.1', '100.127.255.255', '192.0.0.170'],
      ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '192.88.99.1'],
      ...['224.0.0.251', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
    ],
    6: [
      ...['::1', '::', '::7f00:1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8'],
      ...['64:ff9b::a00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:a00:1::1'],
      ...['fc00::1', 'fd12:3456:789a::1', 'fe80::1', 'fec0::1', 'ff02::1', 'ff0e::1'],
    ],
  } as const;
  const granted = { 4: ['8.8.8.8', '172.32.0.1'], 6: ['2001:4860:4860::8888', '2a00::1'] } as const;

  for (const family of [4, 6] as const) {
    test(`it relays to public IPv${family} addresses, and answers 403 for every other`, async () => {
      await withClient(coturn.port, async (client) => {
        assert.equal(await client.allocate(issued(60), family), 'ok');
        for (const address of refused[family])
          assert.equal(await client.permit(address), 403, address);
        for (const address of granted[family])
          assert.equal(await client.permit(address), 'ok', address);
      });
    });
  }

  test('a relay outlives the credentials that opened it, as a long call needs', async () => {
    await withClient(coturn.port, async (client) => {
      const brief = issued(2);
      assert.equal(await client.allocate(brief), 'ok');
      await until((Number.parseInt(brief.username, 10) + 1) * 1000);
      await expires(coturn.port, brief);
      assert.equal(await client.refresh(600), 'ok');
      assert.equal(await client.permit('8.8.8.8'), 'ok');
    });
  });

  test('it speaks TLS 1.2, and does not come to terms with a client that knows only 1.1', async () => {
    const old = offer(coturn.tlsPort, 'TLSv1.1');
    let agreed = false;
    old.once('secureConnect', () => {
      agreed = true;
    });
    await once(old, 'connect');
    const current = offer(coturn.tlsPort, 'TLSv1.2');
    await once(current, 'secureConnect');
    assert.equal(current.getProtocol(), 'TLSv1.2');
    assert.equal(agreed, false);
    for (const socket of [old, current]) socket.destroy();
  });

  test('no secret and no password stands in its log', () => {
    assert.doesNotMatch(coturn.log(), /a secret of the tests/);
    assert.equal(coturn.log().includes(issued(60).password), false);
  });
});

suite('coturn with variants of the configuration we ship', needs('coturn'), () => {
  const shipped = readFileSync(
    new URL('../../infrastructure/coturn/turnserver.conf', import.meta.url),
    'utf8',
  );

  async function outcomes(
    text: string,
    credentials: readonly TurnCredentials[],
  ): Promise<readonly TurnOutcome[]> {
    const coturn = await startCoturn({ text });
    const tried: TurnOutcome[] = [];
    try {
      for (const each of credentials)
        tried.push(await withClient(coturn.port, (client) => client.allocate(each)));
    } finally {
      await coturn.stop();
    }
    return tried;
  }

  test('nobody gets in while it has no secret', async () => {
    const guesses = ['', 'north', 'change me, please'].map((guess) => issued(60, guess));
    assert.deepEqual(await outcomes(shipped, guesses), [401, 401, 401]);
  });

  test('two secrets are good at once, so that one can replace the other', async () => {
    const text = shipped.replace(
      '#static-auth-secret=',
      'static-auth-secret=former-secret-0001\nstatic-auth-secret=coming-secret-0002',
    );
    const both = ['former-secret-0001', 'coming-secret-0002'].map((each) => issued(60, each));
    assert.deepEqual(await outcomes(text, both), ['ok', 'ok']);
  });

  test('the variant with a fixed name and password takes these and no others', async () => {
    const text = shipped
      .replace(/^use-auth-secret$/m, '')
      .replace('#lt-cred-mech', 'lt-cred-mech')
      .replace('#user=legacy:0x…', 'user=user:password');
    const tried = [
      { username: 'user', password: 'password' },
      { username: 'user', password: 'other' },
      issued(60),
    ];
    assert.deepEqual(await outcomes(text, tried), ['ok', 401, 401]);
  });
});

function until(timeMs: number): Promise<void> {
  return pass(timeMs - Date.now());
}

/** They are refused within a few seconds: coturn reads its clock once in each, and later under load. */
async function expires(port: number, credentials: TurnCredentials): Promise<void> {
  const endMs = Date.now() + 10_000;
  for (;;) {
    const outcome = await withClient(port, (client) => client.allocate(credentials));
    if (outcome === 401) return;
    assert.equal(outcome, 'ok');
    assert.ok(Date.now() < endMs, 'credentials that have expired still open relays');
    await pass(100);
  }
}

/** Begins a handshake that offers only this version. */
function offer(port: number, version: SecureVersion): TLSSocket {
  return connect({
    host: '127.0.0.1',
    port,
    ca: testCertificate,
    minVersion: version,
    maxVersion: version,
    // Else the client itself would refuse to offer what is old.
    ciphers: 'DEFAULT@SECLEVEL=0',
  }).on('error', () => {});
}
