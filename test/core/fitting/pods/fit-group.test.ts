/** A group has one fit for each quantity that its pods show. */
import test from 'ava';
import { randomStream } from '../../../../src/core/distributions/random-stream.ts';
import { chooseFamily } from '../../../../src/core/fitting/choice/choose-family.ts';
import type { EndCause } from '../../../../src/core/fitting/pods/end-cause.ts';
import { fitGroup, type GroupFit, type Quantity } from '../../../../src/core/fitting/pods/fit-group.ts';
import { startLoads } from '../../../../src/core/fitting/pods/load-dependence.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { scenarioOfPods } from '../../../../src/core/fitting/writing/fitted-scenario.ts';

function pod(uid: string, changes: Partial<PodHistory> = {}): PodHistory {
  return {
    uid,
    namespace: 'default',
    name: uid,
    group: 'web',
    templateHash: 'small',
    template: { spec: { containers: [] } },
    created: 0,
    wasThere: false,
    seen: 0,
    bound: undefined,
    node: 'n',
    started: undefined,
    ready: undefined,
    ended: undefined,
    cause: undefined,
    ...changes,
  };
}

function fitOf(pods: readonly PodHistory[], begin?: (quantity: Quantity) => void, window = 100): GroupFit {
  const group = { name: 'web', namespace: 'default', template: pods[0]!.template, requests: [], pods };
  return fitGroup(group, { window, resolution: 1e-6 }, startLoads(pods), 1, begin);
}

function quantitiesOf({ fits }: GroupFit): Quantity[] {
  return fits.map(({ quantity }) => quantity);
}

test('each quantity that the pods show is fitted and named once, in the order of the table', (t) => {
  const begun: Quantity[] = [];
  const fit = fitOf(
    [
      pod('old', { wasThere: true, created: -50, ended: 20, cause: 'deleted' }),
      pod('a', { created: 10, bound: 12, started: 15, ready: 17, ended: 40, cause: 'succeeded' }),
      pod('b', { created: 30, bound: 33, started: 34 }),
    ],
    (quantity) => begun.push(quantity),
  );
  t.deepEqual(fit.recorded, [
    { at: 10, count: 1 },
    { at: 30, count: 1 },
  ]);
  t.deepEqual(quantitiesOf(fit), ['lifetime', 'running', 'bound', 'started', 'ready']);
  t.deepEqual(begun, quantitiesOf(fit));
  t.deepEqual([fit.times, fit.arrived, fit.present, fit.rate], [[10, 30], 2, 1, 0.02]);
  t.is(fit.burstSize, undefined);
  t.is(fit.causes, undefined);
  t.deepEqual(
    fit.fits.map(({ sample }) => [sample.size, sample.events]),
    [
      [3, 2],
      [1, 1],
      [2, 2],
      [2, 2],
      [2, 1],
    ],
  );
});

test('arrivals are in the order of time, and their dispersion has each width that fits', (t) => {
  const times = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 99 - 2.5 * index : 2.5 * index));
  const fit = fitOf(times.map((created, index) => pod(`p${index}`, { created })));
  t.deepEqual(
    fit.times,
    times.toSorted((one, other) => one - other),
  );
  t.deepEqual(
    fit.dispersion.map(({ width, slices }) => [width, slices]),
    [[10, 10]],
  );
});

test('pods that all existed before the window have no arrivals', (t) => {
  const fit = fitOf([pod('old', { wasThere: true, created: -50 })]);
  t.deepEqual(quantitiesOf(fit), ['lifetime', 'running']);
  t.deepEqual([fit.times, fit.present], [[], 1]);
});

test('the ends of earlier pods are separate, unless none of them ended', (t) => {
  const late = pod('late', { started: 1, ended: 9, cause: 'failed' });
  const fit = fitOf([pod('old', { wasThere: true, created: -50, ended: 20, cause: 'deleted' }), late]);
  t.deepEqual(
    [...fit.ends],
    [
      ['deleted', 1],
      ['failed', 1],
    ],
  );
  t.deepEqual([...fit.endsBefore], [['deleted', 1]]);
  const evicted = fitOf([pod('old', { wasThere: true, created: -50, ended: 20, cause: 'evicted' }), late]);
  t.deepEqual(
    [...evicted.endsBefore],
    [
      ['evicted', 1],
      ['failed', 1],
    ],
  );
});

test('bursts have gaps of their own, and sizes by their frequency', (t) => {
  const starts = Array.from({ length: 25 }, (_, index) => 10 * (index + 1) ** 1.5);
  const sizes = starts.map((_, index) => (index % 5 < 3 ? 3 : 5));
  const pods = starts.flatMap((start, burst) =>
    Array.from({ length: sizes[burst]! }, (_, index) =>
      pod(`p${burst}-${index}`, { created: start + index * 0.25 }),
    ),
  );
  const fit = fitOf(pods, undefined, 1300);
  t.deepEqual(quantitiesOf(fit), ['arrivals', 'burst gaps']);
  t.deepEqual(fit.burstSize, {
    family: 'choice',
    options: [
      { value: 3, weight: 15 },
      { value: 5, weight: 10 },
    ],
  });
  t.is(fit.fits[0]!.sample.events, 25);
  t.deepEqual(fit.fits[1]!.choice.distribution, { family: 'constant', value: 0.25 });
});

test('causes with different ages have a lifetime each', (t) => {
  const ended = (index: number, age: number, cause: EndCause): PodHistory =>
    pod(`${cause}${index}`, { created: 4 * index, started: 4 * index, ended: 4 * index + age, cause });
  const pods = Array.from({ length: 12 }, (_, index) => [
    ended(index, 1 + 0.1 * index, 'failed'),
    ended(index, 20 + index, 'succeeded'),
  ]).flat();
  const fit = fitOf(pods);
  t.true(fit.causes!.areDifferent);
  t.true(quantitiesOf(fit).includes('succeeded') && quantitiesOf(fit).includes('failed'));
  t.false(quantitiesOf(fit).includes('deleted'));
  const lifetime = fit.fits.find(({ quantity }) => quantity === 'lifetime')!;
  t.deepEqual(lifetime.choice, chooseFamily(lifetime.sample, { seed: 1, name: 'web lifetime' }));
  const failed = fit.fits.find(({ quantity }) => quantity === 'failed')!.sample;
  t.deepEqual([failed.size, failed.events], [24, 12]);
});

test('a delay that grows with the load is fitted without the part that the load adds', (t) => {
  const random = randomStream(1, 'load');
  const underWay: number[] = [];
  const pods = Array.from({ length: 120 }, (_, index) => {
    const bound = 0.5 * index + 3 * random();
    return pod(`p${index}`, { created: bound, bound });
  })
    .toSorted((one, other) => one.bound! - other.bound!)
    .map((each) => {
      const others = underWay.filter((started) => started > each.bound!).length;
      const started = each.bound! + 2 + 0.5 * others;
      underWay.push(started);
      return { ...each, started };
    });
  const fit = fitOf(pods);
  const started = fit.fits.find(({ quantity }) => quantity === 'started')!;
  t.true(started.load!.isThere);
  t.true(Math.abs(started.load!.perStart - 0.5) < 1e-9);
  t.true(Math.abs(started.load!.alone - 2) < 1e-9);
  t.deepEqual(started.choice.distribution, { family: 'constant', value: 2 });
});

test('in the form with bursts apart, the arrivals of the group are those of its other pods', (t) => {
  const run = (created: number, lifetime: number, index: number): PodHistory =>
    pod(`${created}-${index}`, {
      created,
      bound: created,
      started: created,
      ended: created + lifetime,
      cause: 'succeeded',
    });
  const singles = Array.from({ length: 100 }, (_, index) => run(100 * index + 50, 20, index));
  const burst = Array.from({ length: 60 }, (_, index) => run(5000 + index / 10, 900 + index, index));
  const pods = [...singles, ...burst];
  const group = { name: 'web', namespace: 'default', template: pods[0]!.template, requests: [], pods };
  const form = { finer: 0, isRecorded: false, keepsHeavy: false, partsBursts: true };
  const watch = { window: 10_000, resolution: 1e-6 };
  const fit = fitGroup(group, watch, startLoads(pods), 1, () => {}, form);
  t.deepEqual([fit.arrived, fit.bursts?.arrived, fit.bursts?.count], [160, 60, 1]);
  t.is(fit.fits.find(({ quantity }) => quantity === 'lifetime')?.sample.size, 160);
  const entries = scenarioOfPods([fit], 10_000).events as unknown as {
    readonly pods: readonly { name: string }[];
  };
  t.deepEqual(
    entries.pods.map(({ name }) => name),
    ['web-bursts', 'web'],
  );
});
