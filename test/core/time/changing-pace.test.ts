/** The pace of virtual time: it never drifts, stands still in a pause, and changes its speed from the moment on. */
import test from 'ava';
import { changingPace } from '../../../src/core/time/changing-pace.ts';

function paced(speed: number, from = 0) {
  let wall = 1_000;
  const pace = changingPace(() => wall, speed, from);
  return {
    pace,
    pass: (time: number) => {
      wall += time;
    },
  };
}

test('time of the play is wall time times the speed, from where it begins', (t) => {
  const { pace, pass } = paced(60, 500);
  pass(1_000_000);
  t.is(pace.now(), 60_000_500);
  t.is(pace.wallUntil(120_000_500), 1_000_000);
  t.is(pace.wallUntil(500), -1_000_000);
});

test('a pause stops it, and counts in no speed', (t) => {
  const { pace, pass } = paced(10);
  pass(1_000_000);
  pace.pause();
  pass(5_000_000);
  t.deepEqual([pace.now(), pace.isPaused, pace.wallUntil(10_000_001)], [10_000_000, true, Infinity]);
  pace.resume();
  pass(1_000_000);
  t.deepEqual([pace.now(), pace.ran()], [20_000_000, 2_000_000]);
});

test('another speed holds from its moment on, in a pause too', (t) => {
  const { pace, pass } = paced(1);
  pass(1_000_000);
  pace.setSpeed(4);
  pass(1_000_000);
  t.is(pace.now(), 5_000_000);
  pace.pause();
  pace.setSpeed(2);
  pass(9_000_000);
  pace.resume();
  pass(1_000_000);
  t.deepEqual([pace.now(), pace.speed, pace.ran()], [7_000_000, 2, 3_000_000]);
});

test('it goes on from where it is put', (t) => {
  const { pace, pass } = paced(2);
  pass(1_000_000);
  pace.jumpTo(500_000);
  pass(1_000_000);
  t.is(pace.now(), 2_500_000);
});
