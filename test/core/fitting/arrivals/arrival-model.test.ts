/** The arrivals of a group are recorded times, a beat, bursts or single pods at a pace. */
import test from 'ava';
import { type ArrivalModel, arrivalModel } from '../../../../src/core/fitting/arrivals/arrival-model.ts';
import { AS_CHOSEN } from '../../../../src/core/fitting/pods/group-form.ts';
import { exponential, made, renewal, uniform } from './made-arrivals.ts';

function modelOf(times: readonly number[], window: number, resolution = 1e-6): ArrivalModel {
  return arrivalModel(times, { window, resolution }, AS_CHOSEN);
}

test('fewer than twenty arrivals are recorded times, those of one stamp together', (t) => {
  t.deepEqual(modelOf([3, 7, 7, 90], 100, 1).recorded, [
    { at: 3, count: 1 },
    { at: 7, count: 2 },
    { at: 90, count: 1 },
  ]);
});

test('a few large bursts are stretches of their own, and their pods are drawn', (t) => {
  const starts = [7200, 50_000];
  const times = starts.flatMap((start) => Array.from({ length: 40 }, (_, index) => start + index / 64));
  const { recorded, burst, rateProfile } = modelOf(times, 86_400);
  t.deepEqual([recorded, burst], [undefined, undefined]);
  const busy = rateProfile.steps.filter(({ factor }) => factor > 100);
  t.deepEqual(
    busy.map(({ at }) => Math.round(at)),
    starts,
  );
});

test('one crowd that has most of the pods comes where it came, not at a time that is drawn', (t) => {
  const [week, began] = [604_800, 432_000];
  const crowd = renewal(exponential(10), 21_600, 2).map((time) => began + Math.floor(time));
  const others = renewal(exponential(2000), week, 1).map(Math.floor);
  const { burst, rateProfile } = modelOf(
    [...others, ...crowd].sort((one, other) => one - other),
    week,
    1,
  );
  t.is(burst, undefined);
  // Between its first and its last pod the rate is many times the mean.
  const during = rateProfile.steps.filter(({ at }) => at > began - 3600 && at < began + 18_000);
  t.true(Math.max(...during.map(({ factor }) => factor)) > 10, JSON.stringify(rateProfile.steps));
  t.true(rateProfile.steps.at(-1)!.factor < 1);
});

test('a form that asks for recorded times gets them', (t) => {
  const times = renewal(exponential(60), 86_400, 1);
  const model = arrivalModel(times, { window: 86_400, resolution: 1e-6 }, { ...AS_CHOSEN, isRecorded: true });
  t.is(model.recorded?.length, times.length);
});

test('gaps start when the window opens, and the last is cut off', (t) => {
  let last = 0;
  const times = Array.from({ length: 20 }, (_, index) => {
    last += 30 + 5 * ((7 * index) % 20);
    return last;
  });
  const { gaps } = modelOf(times, 2000);
  t.is(gaps.events, 20);
  t.deepEqual(
    gaps.rows.filter(({ isEnded }) => !isEnded).map(({ duration }) => Math.round(duration)),
    [Math.round(2000 - times.at(-1)!)],
  );
});

for (const resolution of [1, 1e-6]) {
  const stamps = `stamps of ${resolution === 1 ? '1s' : '1µs'}`;
  const shapeOf = (times: readonly number[], window: number): string => {
    const { recorded, beat, burst, rateProfile } = modelOf(made(times, resolution), window, resolution);
    if (recorded) return 'recorded';
    if (beat) return `beat of ${beat.period}`;
    const pace = rateProfile.steps.length > 1 ? (rateProfile.every ? ' in a cycle' : ' at a pace') : '';
    return `${burst ? 'bursts' : 'pods'}${pace}`;
  };

  test(`a dense Poisson process has no bursts, ${stamps}`, (t) => {
    for (const mean of [0.1, 1, 4, 60])
      for (let seed = 0; seed < 4; seed += 1)
        t.is(shapeOf(renewal(exponential(mean), 1000 * mean, seed), 1000 * mean), 'pods', `mean ${mean}`);
  });

  test(`irregular gaps between single pods are no bursts, ${stamps}`, (t) => {
    const weibull = { family: 'weibull', shape: 0.5, scale: 20 } as const;
    const shapes = Array.from({ length: 10 }, (_, seed) => shapeOf(renewal(weibull, 20_000, seed), 20_000));
    t.true(shapes.filter((shape) => shape === 'pods').length >= 9, shapes.join());
  });

  test(`pods that a controller creates together are bursts, ${stamps}`, (t) => {
    for (let seed = 0; seed < 4; seed += 1) {
      const times = renewal(exponential(900), 86_400, seed).flatMap((start) =>
        Array.from({ length: 8 }, (_, index) => start + index / 50),
      );
      t.is(shapeOf(times, 86_400), 'bursts');
    }
  });

  test(`a rate that changes is a pace of single pods, ${stamps}`, (t) => {
    const slow = renewal(exponential(1), 1800, 1);
    const fast = renewal(exponential(0.1), 1800, 2).map((time) => 1800 + time);
    t.is(shapeOf([...slow, ...fast], 3600), 'pods at a pace');
  });

  test(`arrivals on a beat keep it, whatever their phase and lateness, ${stamps}`, (t) => {
    const late = uniform(1);
    const cron = Array.from({ length: 200 }, (_, index) => 77 + 300 * index + 20 * late());
    t.is(shapeOf(cron, 60_000), 'beat of 300');
    const eight = cron.flatMap((start) => Array.from({ length: 8 }, (_, index) => start + index / 50));
    t.is(shapeOf(eight, 60_000), 'beat of 300');
  });
}

test('a beat that stops before the end of the window ends half a period after its last arrival', (t) => {
  const { beat } = modelOf(
    Array.from({ length: 30 }, (_, index) => 60 * index + 5),
    7200,
  );
  t.deepEqual(beat, { period: 60, first: 5, until: 60 * 30 + 5 - 30, jitter: undefined });
});
