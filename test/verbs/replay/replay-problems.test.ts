/** What a target refused becomes a few problems, however much it is. */
import test from 'ava';
import { playedProblems } from '../../../src/verbs/replay/replay-problems.ts';

const messages = (refusals: Parameters<typeof playedProblems>[0]['refusals']) =>
  playedProblems({ events: 100, end: 0, refusals }).map(({ code, message }) => `${code} ${message}`);

const object = (index: number) =>
  ({ at: index * 1e6, message: `Service "s${index}": no`, about: 'object' }) as const;

test('many refused objects are one problem with their number', (t) => {
  const pod = { at: 9e6, message: 'pod "a/b" exists already' };
  t.deepEqual(messages([...Array.from({ length: 1200 }, (_, index) => object(index + 1)), pod]), [
    'refused refused at 9s: pod "a/b" exists already',
    'refused 1,200 changes of objects were refused, the first at 1s: Service "s1": no',
  ]);
});

test('one refused object is listed like anything else', (t) => {
  t.deepEqual(messages([object(2)]), ['refused refused at 2s: Service "s2": no']);
});

test('of other refusals the first five are listed, and the rest is counted', (t) => {
  const pods = Array.from({ length: 8 }, (_, index) => ({ at: index * 1e6, message: `pod ${index}` }));
  t.deepEqual(messages(pods).slice(4), ['refused refused at 4s: pod 4', 'refused and 3 more']);
});
