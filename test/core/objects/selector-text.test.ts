/** Selectors of the command line mean what they mean for kubectl. */
import test from 'ava';
import { parseSelectorText } from '../../../src/core/objects/selector-text.ts';

const PODS = { web: { app: 'web', tier: 'front' }, cache: { app: 'cache' }, bare: {} } as const;

const CASES: readonly (readonly [string, ...(keyof typeof PODS)[]])[] = [
  ['app=web', 'web'],
  ['app==cache', 'cache'],
  ['app!=web', 'cache', 'bare'],
  ['app in (web, cache)', 'web', 'cache'],
  ['app notin (web)', 'cache', 'bare'],
  ['app', 'web', 'cache'],
  ['!tier', 'cache', 'bare'],
  ['app in (web,cache),!tier', 'cache'],
  ['tier=front , app=web', 'web'],
  ['app=', ...([] as const)],
];

for (const [text, ...names] of CASES)
  test(`${text} fits ${names.join(' and ') || 'nothing here'}`, (t) => {
    const fits = parseSelectorText(text)!;
    t.deepEqual(
      Object.entries(PODS).flatMap(([name, labels]) => (fits(labels) ? [name] : [])),
      names,
    );
  });

test('what is no selector is none', (t) => {
  for (const text of ['', 'a=b=c', 'app=web,', 'in (a)', 'app in a', '-app', 'app in (a'])
    t.is(parseSelectorText(text), undefined, text);
});
