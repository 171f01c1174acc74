import { after, afterEach, before, suite, test } from 'node:test';
import { needs } from '../peers/needs.ts';
import type { Name, Person } from './support/person.ts';
import { Stage } from './support/stage.ts';

const picture = { width: 320, height: 180, framesPerS: 10 };

suite('people in a room', needs('chromium'), () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open();
  });
  afterEach(async () => {
    await stage.clear();
  });
  after(async () => {
    await stage.close();
  });

  async function enter(...names: readonly Name[]): Promise<readonly Person[]> {
    return await Promise.all(names.map((name) => stage.enter(name, { picture })));
  }

  test('five people see and hear one another, each as themselves', async () => {
    const people = await enter('anna', 'ben', 'cleo', 'dan', 'eve');
    const room = await stage.room('anna');
    for (const person of people) await person.joins(room);
    await Promise.all(
      people.map((person) => person.meets(people.filter((other) => other !== person))),
    );
  });
});
