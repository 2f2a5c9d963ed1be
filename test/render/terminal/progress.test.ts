/** A live replay draws one line on a terminal, and nothing anywhere else. */
import test from 'ava';
import { startLiveProgress } from '../../../src/render/terminal/progress.ts';

const SECOND = 1_000_000;

function terminal(isTTY = true, columns = 100) {
  const written: string[] = [];
  let time = 0;
  return {
    written,
    screen: { isTTY, columns, write: (text: string) => written.push(text) },
    clock: () => time,
    wait(seconds: number) {
      time += seconds;
    },
    shown: () => written.at(-1)!.replace('\r\u001B[K', ''),
  };
}

function state(scenarioTime: number) {
  return { scenarioTime, end: 7200 * SECOND, pending: 12, running: 1340, lag: 4000 };
}

test('the line shows clock, pods, lag and, once the rate is known, the wall time left', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  t.is(shown(), 'scenario clock 0s of 2h, 12 pending, 1,340 running, lag p99 4ms');
  wait(60);
  progress.report(state(600 * SECOND));
  t.is(shown(), 'scenario clock 10m of 2h, 12 pending, 1,340 running, lag p99 4ms, 11m left');
});

test('the time left counts from the start of the replay, not of its preparation', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.show('preparing 10 of 2,000 objects');
  wait(300);
  progress.report(state(0));
  wait(60);
  progress.report(state(3600 * SECOND));
  t.regex(shown(), /, 1m left$/);
});

test('a replay without a known end shows no end', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  for (let step = 0; step < 3; step += 1) {
    progress.report({ ...state(step * 60 * SECOND), end: undefined });
    wait(5);
  }
  t.is(shown(), 'scenario clock 2m, 12 pending, 1,340 running, lag p99 4ms');
});

test('the time left is never negative', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  wait(60);
  progress.report(state(8000 * SECOND));
  t.regex(shown(), /, 0s left$/);
});

test('the line is rewritten at most four times a second', (t) => {
  const { screen, clock, wait, written } = terminal();
  const progress = startLiveProgress(screen, clock);
  for (let step = 0; step < 1000; step += 1) {
    progress.report(state(step * SECOND));
    wait(0.0099);
  }
  t.true(written.length >= 30 && written.length <= 40, `${written.length} lines in 9.9 s`);
});

test('a new activity is shown at once, its progress four times a second', (t) => {
  const { screen, clock, wait, written, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  for (let done = 1; done <= 20; done += 1) {
    progress.show(`making ${done} of 20 nodes`);
    wait(0.05);
  }
  t.true(written.length <= 5, `${written.length} lines in 1 s`);
  progress.show('looking at what is there');
  t.is(shown(), 'looking at what is there');
});

test('after the line was cleared it is drawn again at once', (t) => {
  const { screen, clock, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.show('probing');
  progress.stop();
  progress.show('probing');
  t.is(shown(), 'probing');
});

test('the line leaves one column of the terminal free', (t) => {
  const { screen, clock, shown } = terminal(true, 40);
  startLiveProgress(screen, clock).report(state(0));
  t.is([...shown()].length, 39);
});

test('stop clears the line and returns the seconds', (t) => {
  const { screen, clock, wait, written } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  wait(42);
  t.is(progress.stop(), 42);
  t.is(written.at(-1), '\r\u001B[K');
});

test('nothing is written without a terminal', (t) => {
  const { screen, clock, written, wait } = terminal(false);
  const progress = startLiveProgress(screen, clock);
  t.false(progress.isShown);
  progress.show('preparing');
  wait(60);
  progress.report(state(SECOND));
  progress.stop();
  t.deepEqual(written, []);
});
