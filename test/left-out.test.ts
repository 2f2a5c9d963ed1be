/** Skipped tests are named by a run's summary. */
import test from 'ava';
import { leftOutTests } from './left-out.ts';

test('the titles of skipped tests are found among those that passed', (t) => {
  const output = [
    '  ✔ core › time › a duration is read',
    '  - [skip] core › measure › skipped without ../shared: real nodes',
    '    - not a title',
    '  - [skip] a pod runs',
    '  2 tests skipped',
  ].join('\n');
  t.deepEqual(leftOutTests(output), ['core › measure › skipped without ../shared: real nodes', 'a pod runs']);
});
