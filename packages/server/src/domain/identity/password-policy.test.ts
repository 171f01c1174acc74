import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../kernel/index.ts';
import { requireStrongPassword } from './password-policy.ts';

const weak = (error: unknown) => error instanceof AppError && error.code === 'password_too_weak';

describe('the password rule', () => {
  it('takes any long enough password that is not among the first guesses', () => {
    for (const password of [
      'correct horse battery staple',
      'Tr0ub4dor&3x',
      'vélo bleu sous la pluie',
      '密码很长很安全很好记住它',
      'alice likes long walks',
    ]) {
      requireStrongPassword(password, 'alice');
    }
  });

  it('refuses what is shorter than ten characters or longer than two hundred and fifty-six', () => {
    assert.throws(() => requireStrongPassword('k3!vQz8#w', 'alice'), weak);
    assert.throws(() => requireStrongPassword('k3!vQz8#w-'.repeat(26), 'alice'), weak);
  });

  it('counts characters, not the halves of which an emoji is made', () => {
    assert.throws(() => requireStrongPassword('🐎🔋🧷📎🪁', 'alice'), weak);
  });

  it('refuses the first guesses, however they are dressed up', () => {
    for (const password of [
      'password123',
      'Password2026!',
      '123motdepasse',
      '1234567890',
      '9876543210',
      'azertyuiop',
      'qwertyuiop',
      'ABCDEFGHIJ',
      'aaaaaaaaaaaa',
      '121212121212',
      'abcabcabcabc',
      '!!!!!!!!!!!!',
    ]) {
      assert.throws(() => requireStrongPassword(password, 'alice'), weak, password);
    }
  });

  it('refuses the user id with decoration', () => {
    for (const password of [
      'montgomery',
      'Montgomery1',
      'montgomerymontgomery',
      '--montgomery99',
    ]) {
      assert.throws(() => requireStrongPassword(password, 'montgomery'), weak, password);
    }
  });
});
