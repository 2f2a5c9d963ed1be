/** Times of arrivals become samples of gaps and bursts. */
import test from 'ava';
import { arrivalSamples, createdTimes } from '../../../../src/core/fitting/arrivals/arrival-samples.ts';
import { historyOf, made, rows, WATCH } from '../pods/made-history.ts';

test('gaps between arrivals start when the window opens, and the last is cut off', (t) => {
  const { pods } = historyOf(made('a', 10), made('b', 40), made('c', 45));
  t.deepEqual(rows(arrivalSamples(createdTimes(pods), WATCH).gaps), [
    [5, 'ended', 0],
    [10, 'ended', 0],
    [30, 'ended', 0],
    [55, 'cut off', 0],
  ]);
});
