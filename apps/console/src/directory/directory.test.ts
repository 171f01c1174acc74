import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { User } from '@sky-genesis/protocol';
import { createDirectory } from './directory.ts';

const at = '2026-01-31T09:30:00.000Z';
const user = (id: string): User => ({
  id,
  display_name: `Name of ${id}`,
  email: null,
  role: 'user',
  external_calls: false,
  status: 'active',
  created_at: at,
  updated_at: at,
});

describe('the directory', () => {
  it('asks for a stranger once and tells when the name is known', async () => {
    const asked: string[] = [];
    const directory = createDirectory((id) => {
      asked.push(id);
      return Promise.resolve(user(id));
    });
    const told = new Promise<void>((resolve) => directory.subscribe(resolve));
    assert.equal(directory.peek('amelie'), undefined);
    directory.peek('amelie');
    await told;
    assert.equal(directory.peek('amelie')?.display_name, 'Name of amelie');
    assert.deepEqual(asked, ['amelie']);
  });

  it('does not ask for whom a list has brought', () => {
    const directory = createDirectory(() => assert.fail('asked'));
    directory.learn([user('noor')]);
    assert.equal(directory.peek('noor')?.id, 'noor');
  });

  it('does not ask again for an id that is nobody’s', async () => {
    let asked = 0;
    const refusal = Promise.reject(new Error('404'));
    const directory = createDirectory(() => {
      asked += 1;
      return refusal;
    });
    directory.peek('nobody');
    await refusal.catch(() => undefined);
    directory.peek('nobody');
    assert.equal(asked, 1);
  });
});
