import { expect, it } from 'vitest';
import { firstToken } from '../../src/cli/tokens.ts';

it.each([
  ['token', 'token'],
  ['one two', 'one'],
  ['desk:publish:one ops:operate:two\n', 'one'],
])('a client that is given the secret "%s" sends the token "%s"', (secret, token) => {
  expect(firstToken(secret)).toBe(token);
});
