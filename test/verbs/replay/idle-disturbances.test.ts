/** Drains and failures that change nothing in what is played are refused, or named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { life, node, replay, template, written } from './written-day.ts';

const at = (seconds: number) => ({ at: seconds * 1e6, isMoment: false });

/** Three nodes and six pods, ten minutes apart; each runs for half an hour, unless it runs for ever. */
function scenario(t: ExecutionContext, lifetime = 'lifetime: 30m'): string {
  const file = join(temporaryFolder(t), 'hour.yaml');
  writeFileSync(
    file,
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: w, count: 3, template: {allocatable: {cpu: 4}}}]}
events:
  pods: [{name: p, count: 6, arrivals: {type: constant, value: 10m}, ${lifetime}, podSpec: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}]
`,
  );
  return file;
}

test('a drain after a window is refused, with the end of the window', async (t) => {
  const error = await t.throwsAsync(replay(scenario(t), { drain: ['w-0@1h'], to: at(1800) }), {
    instanceOf: UserError,
  });
  t.is(error?.message, '--drain w-0@1h is after the window, which ends at 30m');
  t.is(error?.next, 'write an earlier time, or a later --to');
});

test('a drain before a window of a scenario is played before it, which a note says', async (t) => {
  const { figures, warnings } = await replay(scenario(t), { drain: ['w@10m'], from: at(1800) });
  t.is(figures.pods.alive.pending, 6);
  t.regex(
    warnings.join(),
    /--drain w@10m is before the window: its nodes are drained when the window begins/,
  );
});

test('a drain before a window of a recording is refused', async (t) => {
  const file = written(t, [node('a'), template('1'), ...life('p', '1', 0, 0, 'a', 90)]);
  const error = await t.throwsAsync(replay(file, { drain: ['a@10s'], from: at(20) }));
  t.regex(error?.message ?? '', /--drain a@10s is before the start of what is played/);
});

test('a drain after the last pod has ended is named, and one before it is not', async (t) => {
  const late = await replay(scenario(t), { drain: ['w-0@10h'] });
  t.regex(late.warnings.join(), /--drain w-0@10h finds no pod to evict .* would end at 1h30m/);
  t.is(late.figures.window.to, (await replay(scenario(t))).figures.window.to);
  const early = await replay(scenario(t), { drain: ['w-0@1h'] });
  t.deepEqual(early.warnings, []);
});

test('pods that run for ever are there at any time', async (t) => {
  t.deepEqual((await replay(scenario(t, 'namespace: x'), { drain: ['w-0@10h'] })).warnings, []);
});

test('failures that are all drawn for later are named', async (t) => {
  const failures = ['{nodes: w, betweenFailures: 1000h, repair: 10m}'];
  const { warnings } = await replay(scenario(t), { failures });
  t.regex(warnings.join(), /no node fails in what is played: with seed 1 /);
  const often = await replay(scenario(t), { failures: ['{nodes: w, betweenFailures: 20m, repair: 10m}'] });
  t.notRegex(often.warnings.join(), /no node fails/);
});
