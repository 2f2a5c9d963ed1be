/** A form may write the few heaviest pods one by one; what it draws of the others keeps their totals. */
import test from 'ava';
import { quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { drawnCurve } from '../../../../src/core/fitting/choice/drawn-form.ts';
import { AS_CHOSEN } from '../../../../src/core/fitting/pods/group-form.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { heavyRuns } from '../../../../src/core/fitting/runs/heavy-runs.ts';
import { runsOfForm } from '../../../../src/core/fitting/runs/runs-of-form.ts';
import { ranFor } from './made-runs.ts';

const WINDOW = 100_000;
const WATCH = { window: WINDOW, resolution: 0 };
const uniform = randomStream(1, 'made runs');

/** Run times with an infinite mean; one pod in five requests eight times as much, and runs three times as long. */
const HEAVY: readonly PodHistory[] = Array.from({ length: 1000 }, (_, index) => {
  const isLarge = index % 5 === 0;
  const lifetime = (isLarge ? 300 : 100) * (uniform() ** (-1 / 0.8) - 1);
  return ranFor(WINDOW, index * 100, lifetime, isLarge ? '8' : '1');
});
const EVEN = Array.from({ length: 1000 }, (_, index) => ranFor(WINDOW, index * 50, 500 + (index % 7), '1'));
const runsOf = (pods: readonly PodHistory[]) =>
  runsOfForm(pods, WATCH, { ...AS_CHOSEN, keepsHeavy: true }, (what, sample) => drawnCurve(sample, what));
const timeOf = ({ created, ended }: PodHistory): number => (ended ?? WINDOW) - created;
const cpuOf = ({ template }: PodHistory): number =>
  Number(template.spec.containers[0]!.resources!.requests!.cpu);

test('without the pods that are kept, the total scatters by at most 5 %', (t) => {
  const heavy = heavyRuns(HEAVY, WATCH);
  const whole = HEAVY.reduce((sum, pod) => sum + timeOf(pod), 0);
  const others = HEAVY.filter((pod) => !heavy.has(pod));
  t.true(heavy.size > 0 && heavy.size < 100, `${heavy.size}`);
  t.true(Math.hypot(...others.map(timeOf)) <= 0.05 * whole);
});

test('pods that are alike are all drawn', (t) => {
  t.is(heavyRuns(EVEN, WATCH).size, 0);
});

test('fewer than 20 pods are all written one by one; those cut off are longer than that', (t) => {
  const { kept, strata } = runsOf([ranFor(WINDOW, 10, 500, '1'), ranFor(WINDOW, 99_000, 5000, '2')]);
  t.deepEqual(
    kept!.pods.map(({ known }) => known),
    [{ lifetime: 500 }, { longerThan: 1000 }],
  );
  t.deepEqual(strata, []);
});

test('what is drawn of the others has their time and their requests over time', (t) => {
  const { strata, kept } = runsOf(HEAVY);
  const known = new Set(kept!.pods.map(({ pod }) => pod));
  const others = HEAVY.filter((pod) => !known.has(pod));
  const count = strata.reduce((sum, { pods }) => sum + pods, 0);
  t.true(Math.abs(count - others.length) < 1, `${count}`);
  let [time, held] = [0, 0];
  for (const { from = 0, until = WINDOW, pods, requests, lifetime } of strata) {
    const around = others.filter(({ created }) => created >= from && created < until);
    const points = 500;
    let mean = 0;
    for (let index = 0; index < points; index += 1) {
      const length = quantile(lifetime!.distribution!, (index + 0.5) / points);
      for (const { created } of around) mean += Math.min(length, WINDOW - created) / points / around.length;
    }
    const cpu = requests.reduce((sum, each) => sum + each.pods * Number(each.requests.cpu), 0) / pods;
    time += pods * mean;
    held += pods * mean * cpu;
  }
  const [seen, seenHeld] = [
    others.reduce((sum, pod) => sum + timeOf(pod), 0),
    others.reduce((sum, pod) => sum + timeOf(pod) * cpuOf(pod), 0),
  ];
  t.true(Math.abs(time / seen - 1) < 0.02, `${time / seen}`);
  t.true(Math.abs(held / seenHeld - 1) < 0.05, `${held / seenHeld}`);
});

test('a finer form has strata at the stretches in which many pods arrive', (t) => {
  const burst = (at: number, lifetime: number, size = 8): PodHistory[] =>
    Array.from({ length: size }, (_, index) => ranFor(WINDOW, at + index, lifetime + index, '1'));
  const pods = [...burst(1000, 50), ...burst(5000, 60, 3), ...burst(20_000, 500), ...burst(40_000, 70)];
  const startsOf = (finer: number) =>
    runsOfForm(
      pods,
      WATCH,
      { ...AS_CHOSEN, finer },
      (what, sample) => drawnCurve(sample, what),
      [1000, 5000, 20_000, 40_000],
    ).strata.map(({ from }) => from);
  t.deepEqual(startsOf(0), [undefined]);
  t.deepEqual(startsOf(1), [undefined, 20_000, 40_000]);
});
