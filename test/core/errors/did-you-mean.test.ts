/** Suggestions for misspelt words: close words only, and none for very short ones. */
import test from 'ava';
import { didYouMean } from '../../../src/core/errors/did-you-mean.ts';

const KEYS = ['arrivalTime', 'evictTime', 'podSpec', 'template', 'name'];

for (const [word, meant] of [
  ['arivalTime', 'arrivalTime'],
  ['evictTiem', 'evictTime'],
  ['podSepc', 'podSpec'],
  ['TEMPLATE', 'template'],
  ['templateXYZ', 'template'],
  ['nmae', 'name'],
  ['templ', undefined],
  ['na', undefined],
  ['selector', undefined],
] as const) {
  test(`${word} suggests ${meant ?? 'nothing'}`, (t) => {
    t.is(didYouMean(word, KEYS), meant);
  });
}

test('a letter that is typed too often or too seldom counts for less than another letter', (t) => {
  t.is(didYouMean('--seeeed', ['--speed', '--seed', '--seeds']), '--seed');
  t.is(didYouMean('--sed', ['--red', '--seed']), '--seed');
  t.is(didYouMean('--seeeeeeeed', ['--speed', '--seed']), '--seed');
});

test('the closest of several close words is suggested, and a word never suggests itself', (t) => {
  t.is(didYouMean('weights', ['weighted', 'weight', 'weights']), 'weight');
});
