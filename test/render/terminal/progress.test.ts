/** One line on a terminal while a live replay runs, and not a byte anywhere else. */
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

test('the line says clock, pods, lag and, once the rate is known, what is left of wall time', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  t.is(shown(), 'scenario clock 0s of 2h, 12 pending, 1,340 running, lag p99 4ms');
  wait(60);
  progress.report(state(600 * SECOND));
  t.is(shown(), 'scenario clock 10m of 2h, 12 pending, 1,340 running, lag p99 4ms, 11m left');
});

test('what is left is reckoned from the first word of the replay, not from the preparation before', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.show('preparing 10 of 2,000 objects');
  wait(300);
  progress.report(state(0));
  wait(60);
  progress.report(state(3600 * SECOND));
  t.regex(shown(), /, 1m left$/);
});

test('a replay without a known end tells no end', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  for (let step = 0; step < 3; step += 1) {
    progress.report({ ...state(step * 60 * SECOND), end: undefined });
    wait(5);
  }
  t.is(shown(), 'scenario clock 2m, 12 pending, 1,340 running, lag p99 4ms');
});

test('past its end a replay has nothing left, not less than nothing', (t) => {
  const { screen, clock, wait, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  wait(60);
  progress.report(state(8000 * SECOND));
  t.regex(shown(), /, 0s left$/);
});

test('the line is rewritten four times a second, however often it is told', (t) => {
  const { screen, clock, wait, written } = terminal();
  const progress = startLiveProgress(screen, clock);
  for (let step = 0; step < 1000; step += 1) {
    progress.report(state(step * SECOND));
    wait(0.0099);
  }
  t.true(written.length >= 30 && written.length <= 40, `${written.length} lines in 9.9 s`);
});

test('what is done next is told at once, how far it is as often as all else', (t) => {
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

test('after the line was cleared for something to be read, it comes back at once', (t) => {
  const { screen, clock, shown } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.show('probing');
  progress.stop();
  progress.show('probing');
  t.is(shown(), 'probing');
});

test('the line never fills the terminal', (t) => {
  const { screen, clock, shown } = terminal(true, 40);
  startLiveProgress(screen, clock).report(state(0));
  t.is([...shown()].length, 39);
});

test('the end clears the line and tells the seconds', (t) => {
  const { screen, clock, wait, written } = terminal();
  const progress = startLiveProgress(screen, clock);
  progress.report(state(0));
  wait(42);
  t.is(progress.stop(), 42);
  t.is(written.at(-1), '\r\u001B[K');
});

test('where there is no terminal, nothing is written', (t) => {
  const { screen, clock, written, wait } = terminal(false);
  const progress = startLiveProgress(screen, clock);
  t.false(progress.isShown);
  progress.show('preparing');
  wait(60);
  progress.report(state(SECOND));
  progress.stop();
  t.deepEqual(written, []);
});
