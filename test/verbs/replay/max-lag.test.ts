/** `--max-lag` ends a late replay with exit code 1, the lag and its cause. */
import test from 'ava';
import { provenSpeed } from '../../../src/targets/live/pace/injection-lag.ts';
import { checkMaxLag } from '../../../src/verbs/replay/max-lag.ts';

const MS = 1000;
const LAG = { n: 1204, p50: 400, p95: 1200, p99: 340_123, max: 1_234_567 };

test('a replay whose p99 is within the limit is in time', (t) => {
  t.is(checkMaxLag({ ...LAG, p99: 200 * MS }, 200 * MS), undefined);
});

test('a replay whose p99 is above the limit ends with 1, the cause and a next step', (t) => {
  const error = checkMaxLag({ ...LAG, limitedBy: 'api-server' }, 200 * MS)!;
  t.is(error.exitCode, 1);
  t.is(
    error.message,
    'late: the injection lag has a p99 of 340.1ms, above --max-lag 200ms (max 1.2346s, n 1204), limited by the API server',
  );
  t.is(error.next, 'play it slower (--speed), or on a faster API server');
});

test('a lag without a cause names no cause', (t) => {
  const error = checkMaxLag({ ...LAG, p99: 800, limitedBy: 'nothing' }, 500)!;
  t.regex(error.message, /p99 of 800µs, above --max-lag 500µs \(max 1\.2346s, n 1204\)$/);
  t.is(error.next, 'play it slower (--speed)');
});

test('the close line contains the lag, its limit, and answer times if there were any', (t) => {
  const answers = { n: 3, p50: 1, p95: 2, p99: 2, max: 2 };
  t.deepEqual(provenSpeed(10, 9.998, { ...LAG, limitedBy: 'nothing' }, answers), {
    planned: 10,
    achieved: 9.998,
    lag: LAG,
    limitedBy: 'nothing',
    answers,
  });
  t.false('answers' in provenSpeed(10, 9.998, { ...LAG, limitedBy: 'nothing' }, { ...answers, n: 0 }));
});
