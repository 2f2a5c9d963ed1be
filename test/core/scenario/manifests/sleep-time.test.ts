/** Commands that sleep say how long a container runs; other commands do not. */
import test from 'ava';
import { sleepTime } from '../../../../src/core/scenario/manifests/sleep-time.ts';

const SECOND = 1e6;

const slept: readonly (readonly [seconds: number, container: Parameters<typeof sleepTime>[0]])[] = [
  [10, { command: ['sleep', '10'] }],
  [10, { args: ['sleep', '10s'] }],
  [10, { command: ['sleep'], args: ['10'] }],
  [90, { command: ['/bin/sleep', '1m', '30s'] }],
  [7200, { command: ['sleep', '2h'] }],
  [86_400, { args: ['sleep', '1d'] }],
  [0.5, { command: ['sleep', '0.5'] }],
  [5, { command: ['busybox', 'sleep', '5'] }],
  [10, { command: ['sh', '-c', 'sleep 10'] }],
  [10, { command: ['/bin/bash', '-c', '--'], args: ['sleep 10'] }],
  [12, { command: ['sh', '-ec'], args: ['echo start; sleep 10 && sleep 2; echo done'] }],
  [30, { command: ['sh', '-c', 'exec sleep 30s'] }],
  [3, { command: ['sh', '-c', 'sleep "3"\nexit 0'] }],
];

for (const [seconds, container] of slept) {
  test(`${JSON.stringify(container)} runs ${seconds} s`, (t) => {
    t.deepEqual(sleepTime(container), { time: seconds * SECOND, isFailure: false });
  });
}

const unknown: readonly Parameters<typeof sleepTime>[0][] = [
  {},
  { command: ['nginx'] },
  { command: ['sleep'] },
  { command: ['sleep', 'infinity'] },
  { command: ['sleep', '-1'] },
  { command: ['sh', '-c', 'while true; do sleep 10; done'] },
  { command: ['sh', '-c', 'sleep $TIME'] },
  { command: ['sh', '-c', 'sleep 10 & server'] },
  { command: ['sh', '-c', 'echo hello'] },
  { command: ['sh', 'script.sh'] },
  { command: ['timeout', '5', 'sleep', '10'] },
];

for (const container of unknown) {
  test(`${JSON.stringify(container)} has no known time`, (t) => {
    t.is(sleepTime(container), undefined);
  });
}

test('a script that exits with another code than 0 fails', (t) => {
  t.deepEqual(sleepTime({ command: ['sh', '-c', 'sleep 2; exit 1'] }), { time: 2 * SECOND, isFailure: true });
  t.deepEqual(sleepTime({ command: ['sh', '-c', 'sleep 2; false'] }), { time: 2 * SECOND, isFailure: true });
});
