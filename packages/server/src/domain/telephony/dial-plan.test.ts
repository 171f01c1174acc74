import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ManualClock } from '../../../test/manual-clock.ts';
import { openTestIdentity } from '../../../test/open-test-identity.ts';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { systemScope } from '../../kernel/index.ts';
import { DialPlan, TrunkBook, Trunks } from './index.ts';

describe('the dial plan', () => {
  it('follows what administrators change, and knows trunks by address', async () => {
    const t = await openTestIdentity();
    const { storage, envelope } = t;
    const { trunks, feed, journal, extensions } = storage;
    const book = new TrunkBook({ trunks, feed, logger: recordingLogger([]) });
    const changed = Promise.withResolvers<void>();
    book.onChange(() => changed.resolve());
    const plan = new DialPlan(extensions, book, 'en');
    assert.equal(plan.isDialable('default', 'tel:+33123456789'), false);
    const service = new Trunks({ trunks, journal, envelope, clock: new ManualClock() });
    await service.create(systemScope('default'), {
      ...{ name: 'pbx', auth: 'ip', uri: 'sip:pbx.test:5070' },
      sourceIps: ['192.0.2.0/24', '2001:db8::/64'],
      routes: [{ prefix: '+33', strip: 3, prepend: '0' }],
    });
    await changed.promise;
    const hops = (uri: string, org = 'default') =>
      plan.hopsTo(org, uri, () => 0).map(({ number }) => number);
    assert.deepEqual(hops('tel:+33-1.23(45)6789'), ['0123456789']);
    assert.deepEqual(hops('sip:+33123@pbx.test'), ['0123']);
    assert.deepEqual(hops('sip:+33123@elsewhere.test'), []);
    assert.deepEqual(hops('tel:+44123'), []);
    assert.deepEqual(hops('tel:+33123', 'another'), []);
    assert.equal(book.from('192.0.2.77').length, 1);
    assert.equal(book.from('2001:db8::5').length, 1);
    assert.equal(book.from('198.51.100.1').length, 0);
    book.stop();
    await t.close();
  });
});
