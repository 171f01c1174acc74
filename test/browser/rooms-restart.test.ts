import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import { type Product, startProduct } from '../peers/product.ts';
import { Stage } from './support/stage.ts';

const picture = { width: 320, height: 180, framesPerS: 10 };

suite('a server that goes away in the middle of a meeting', needs('chromium'), () => {
  test('is found again when it is back: same seats, what was said, no reload', async (t) => {
    const stage = await Stage.open();
    let again: Product | undefined;
    t.after(async () => {
      await again?.stop({ keep: true });
      await stage.close();
    });
    const [anna, ben] = await Promise.all([
      stage.enter('anna', { picture }),
      stage.enter('ben', { picture }),
    ]);
    const room = await stage.room('anna');
    for (const person of [anna, ben]) await person.joins(room);
    await Promise.all([anna.meets([ben]), ben.meets([anna])]);
    await ben.do(`harness.room.session.send('à tout de suite')`);
    const seat = await ben.ask('harness.room.session.me.id');
    const { url, dataFolder } = stage.product;
    await stage.product.kill();
    await ben.until(`harness.client.state === 'reconnecting'`);
    await ben.until(`!harness.room.hears('anna', 440)`);
    again = await startProduct({
      folder: dirname(dataFolder),
      env: { SGE_HTTP_PORT: new URL(url).port },
    });
    await Promise.all([anna.meets([ben]), ben.meets([anna])]);
    assert.equal(await ben.ask('harness.room.session.me.id'), seat);
    const said = 'harness.room.session.messages.map(({ message }) => message).join()';
    assert.equal(await anna.ask(said), 'à tout de suite');
    await stage.clear();
  });
});
