/** Ends by cause have separate lifetimes where the age at the end depends on the cause, and only there. */
import test from 'ava';
import { type Distribution, quantile } from '../../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { chooseFamily } from '../../../../src/core/fitting/choice/choose-family.ts';
import { parametersOf } from '../../../../src/core/fitting/fit-family.ts';
import { lifetimesUntil } from '../../../../src/core/fitting/pods/cause-lifetimes.ts';
import { compareCauses } from '../../../../src/core/fitting/pods/competing-ends.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';

const WINDOW = 60;
const WATCH = { window: WINDOW, resolution: 1e-6 };

/** Pods that begin uniformly before and inside a window, as the window shows them. */
function runs(success: Distribution, failure: Distribution, count: number, seed: number): PodHistory[] {
  const random = randomStream(seed, 'competing ends');
  return Array.from({ length: count }, (_, index): PodHistory[] => {
    const start = -WINDOW + random() * 2 * WINDOW;
    const [succeeds, fails] = [quantile(success, random()), quantile(failure, random())];
    const end = start + Math.min(succeeds, fails);
    if (end < 0) return [];
    const isEnded = end < WINDOW;
    return [
      {
        uid: `p${index}`,
        namespace: 'default',
        name: `p${index}`,
        group: 'p',
        templateHash: 'small',
        template: { spec: { containers: [] } },
        created: start,
        wasThere: start < 0,
        seen: 0,
        bound: start,
        node: 'n',
        started: start,
        ready: undefined,
        ended: isEnded ? end : undefined,
        cause: isEnded ? (succeeds < fails ? 'succeeded' : 'failed') : undefined,
      },
    ];
  }).flat();
}

for (const [what, tick] of [
  ['as they are', 1e-9],
  ['in steps of a sixth of the window, most of them alike', 10],
] as const) {
  test(`where hazards are proportional, p-values are uniform: ages ${what}`, (t) => {
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 500; seed += 1) {
      const pods = runs(
        { family: 'weibull', shape: 0.7, scale: 20 },
        { family: 'weibull', shape: 0.7, scale: 100 },
        250,
        seed,
      );
      const { pValue } = compareCauses(pods.map((pod) => coarse(pod, tick)))!;
      counts[Math.min(4, Math.floor(pValue * 5))]! += 1;
    }
    for (const count of counts) t.true(Math.abs(count - 100) < 35, `fifths hold ${counts.join(', ')} of 500`);
  });
}

/** Rounds ages down to whole steps. */
function coarse(pod: PodHistory, tick: number): PodHistory {
  const age = pod.ended === undefined ? undefined : pod.ended - pod.started!;
  return age === undefined ? pod : { ...pod, ended: pod.started! + Math.floor(age / tick) * tick };
}

test('early failures are found to differ from successes', (t) => {
  const young: Distribution = { family: 'weibull', shape: 0.4, scale: 400 };
  const pods = runs({ family: 'lognormal', mu: 3, sigma: 0.4 }, young, 500, 1);
  t.true(compareCauses(pods)!.areDifferent);
});

test('failures with the same median and more spread are found to differ', (t) => {
  const pods = runs({ family: 'normal', mean: 20, sd: 2 }, { family: 'uniform', min: 0, max: 80 }, 600, 1);
  t.true(compareCauses(pods)!.areDifferent);
});

test('fewer than five ends of a cause give no comparison', (t) => {
  const pods = runs({ family: 'exponential', mean: 10 }, { family: 'exponential', mean: 1e5 }, 200, 1);
  t.is(compareCauses(pods), undefined);
});

test('the distribution of each cause is recovered, and its intervals cover the truth', (t) => {
  const truths = { succeeded: { mu: 3, sigma: 0.5 }, failed: { shape: 0.6, scale: 90 } } as const;
  let [inside, all] = [0, 0];
  for (let seed = 0; seed < 40; seed += 1) {
    const pods = runs(
      { family: 'lognormal', ...truths.succeeded },
      { family: 'weibull', ...truths.failed },
      800,
      seed,
    );
    for (const [cause, candidate] of [
      ['succeeded', 'lognormal'],
      ['failed', 'weibull'],
    ] as const) {
      const sample = lifetimesUntil(cause, pods, WATCH);
      const { ranking } = chooseFamily(sample, { seed, name: cause, candidates: [candidate], repeats: 1 });
      for (const { name, low, high } of parametersOf(ranking[0]!, sample)) {
        const truth = (truths[cause] as Readonly<Record<string, number>>)[name]!;
        all += 1;
        if (low <= truth && truth <= high) inside += 1;
      }
    }
  }
  t.true(inside / all > 0.9 && inside / all < 0.99, `${inside} of ${all}`);
});

test('p-values of the true distribution of a cause are uniform despite the other cause', (t) => {
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 120; seed += 1) {
    const pods = runs(
      { family: 'lognormal', mu: 3, sigma: 0.5 },
      { family: 'weibull', shape: 0.8, scale: 60 },
      250,
      seed,
    );
    const sample = lifetimesUntil('failed', pods, WATCH);
    const { goodness } = chooseFamily(sample, { seed, name: 'p', candidates: ['weibull'], repeats: 39 });
    if (goodness) counts[Math.min(3, Math.floor(goodness.pValue * 4))]! += 1;
  }
  for (const count of counts) t.true(count > 12 && count < 50, `quarters hold ${counts.join(', ')} of 120`);
});
