import assert from 'node:assert/strict';
import test from 'node:test';
import { Emitter } from './emitter.ts';

interface Events {
  said: [word: string, count: number];
  done: [];
}

test('a listener hears what is emitted until it stops listening', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  const off = emitter.on('said', (word, count) => heard.push(word.repeat(count)));
  emitter.emit('said', 'a', 2);
  off();
  emitter.emit('said', 'b', 1);
  assert.deepEqual(heard, ['aa']);
});

test('a listener that throws breaks neither its emitter nor the others', (t) => {
  const reported = t.mock.method(console, 'error', () => {});
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  emitter.on('done', () => {
    throw new Error('of the application');
  });
  emitter.on('done', () => heard.push('done'));
  emitter.emit('done');
  assert.deepEqual(heard, ['done']);
  assert.equal(reported.mock.callCount(), 1);
});

test('one function that listens twice is told twice and stops once at a time', () => {
  const emitter = new Emitter<Events>();
  let heard = 0;
  const listener = () => {
    heard += 1;
  };
  const off = emitter.on('done', listener);
  emitter.on('done', listener);
  emitter.emit('done');
  assert.equal(heard, 2);
  off();
  emitter.emit('done');
  assert.equal(heard, 3);
});

test('a listener that is added while an event is told waits for the next one', () => {
  const emitter = new Emitter<Events>();
  const heard: string[] = [];
  emitter.on('done', () => {
    heard.push('first');
    emitter.on('done', () => heard.push('late'));
  });
  emitter.emit('done');
  assert.deepEqual(heard, ['first']);
});
