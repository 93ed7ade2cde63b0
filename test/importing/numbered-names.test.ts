import { expect, it } from 'vitest';
import { NumberedNames, numbered } from '../../src/importing/numbered-names.ts';
import { cpuSeconds, MOST_SECONDS } from '../support/cpu.ts';

it('finds the first number with which a name is free, and fills gaps that are left', () => {
  const names = new NumberedNames();
  expect(names.firstNumber('fog')).toBe(1);
  for (const it of ['fog', 'fog-2', 'fog-4', 'rain-2']) names.add(it);
  expect([names.firstNumber('fog'), names.firstNumber('rain'), names.firstNumber('fog-4')]).toEqual([3, 1, 2]);
  names.add('fog-3');
  expect([names.firstNumber('fog'), names.has('fog-5'), names.has('fog-4')]).toEqual([5, false, true]);
});

it('numbers a hundred thousand stories of one name in a moment', () => {
  const started = cpuSeconds();
  const names = new NumberedNames();
  for (let count = 0; count < 100_000; count++) names.add(numbered('story', names.firstNumber('story')));
  expect(names.firstNumber('story')).toBe(100_001);
  expect(cpuSeconds() - started).toBeLessThan(MOST_SECONDS);
});
