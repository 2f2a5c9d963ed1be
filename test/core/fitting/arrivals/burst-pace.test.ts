/** The pace of known bursts has each burst's share of the pods at its place, and none between. */
import test from 'ava';
import { placedBursts } from '../../../../src/core/fitting/arrivals/arrival-model.ts';
import { paceOfBursts } from '../../../../src/core/fitting/arrivals/burst-pace.ts';
import fc from '../../../seeded-properties.ts';

const WINDOW = 1000;

test('a burst lasts to one mean gap after its last pod, and no pod comes before or after', (t) => {
  t.deepEqual(paceOfBursts([[100, 101, 102, 103]], WINDOW, 1e-6).steps, [
    { at: 0, factor: 0 },
    { at: 100, factor: 250 },
    { at: 104, factor: 0 },
  ]);
});

test('the pods of one stamp come within its resolution', (t) => {
  const { steps } = paceOfBursts([[0, 0, 0, 0, 0]], WINDOW, 1);
  t.deepEqual(steps, [
    { at: 0, factor: 1000 },
    { at: 1, factor: 0 },
  ]);
});

test('a burst at the end of the window comes before the end', (t) => {
  t.deepEqual(
    paceOfBursts(
      [
        [400, 400],
        [WINDOW, WINDOW],
      ],
      WINDOW,
      1,
    ).steps,
    [
      { at: 0, factor: 0 },
      { at: 400, factor: 500 },
      { at: 401, factor: 0 },
      { at: 999, factor: 500 },
    ],
  );
});

test('a burst just before the end has no larger factor than a scenario may have', (t) => {
  const long = 4e6;
  const { steps } = paceOfBursts(
    [
      [0, 1],
      [long - 1e-6, long - 1e-6],
    ],
    long,
    1e-6,
  );
  t.deepEqual(
    steps.map(({ at, factor }) => [at, Math.round(factor)]),
    [
      [0, 1e6],
      [2, 0],
      [long - 2, 1e6],
    ],
  );
});

test('each burst has the share of the pods that it has in the recording', (t) => {
  const made = fc.array(
    fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 }),
    {
      minLength: 1,
      maxLength: 9,
    },
  );
  const property = fc.property(made, (offsets) => {
    const bursts = offsets.map((each, index) => each.map((time) => 100 * index + time).sort((a, b) => a - b));
    const pods = bursts.flat().length;
    const { steps } = paceOfBursts(bursts, WINDOW, 1e-3);
    const shareFrom = (from: number, to: number): number =>
      steps.reduce((sum, { at, factor }, index) => {
        const until = steps[index + 1]?.at ?? WINDOW;
        return sum + (factor * Math.max(0, Math.min(to, until) - Math.max(from, at))) / WINDOW;
      }, 0);
    return bursts.every((times, index) => {
      const share = shareFrom(100 * index, 100 * (index + 1));
      return Math.abs(share - times.length / pods) < 1e-6;
    });
  });
  t.notThrows(() => fc.assert(property));
});

test('placed bursts are single pods at that pace, and fewer than 20 pods are recorded times', (t) => {
  const watch = { window: WINDOW, resolution: 0 };
  const times = Array.from({ length: 25 }, (_, index) => 500 + index / 10);
  const drawn = placedBursts([times], watch);
  t.is(drawn.recorded, undefined);
  t.is(drawn.burst, undefined);
  t.is(drawn.gaps.events, 25);
  t.deepEqual(
    placedBursts([[1, 2, 3, 4, 5]], watch).recorded?.map(({ at }) => at),
    [1, 2, 3, 4, 5],
  );
});
