import test, { type ExecutionContext } from 'ava';
import {
  type Candidate,
  type Distribution,
  quantile,
} from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { fitFamily } from '../../../src/core/fitting/fit-family.ts';
import type { Quantity } from '../../../src/core/fitting/pods/fit-group.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { writtenRecording } from './written-recording.ts';

const SECOND = 1e6;
const WINDOW = 40;
/** The time of arrivals before the recording, and the time at which existing pods were listed. */
const BEFORE = 60;
const LISTED = 0.25;
const MEAN_GAP = 0.15;
const LIFETIME: Distribution = { family: 'lognormal', mu: 1.6, sigma: 0.7 };
const START: Distribution = { family: 'gamma', shape: 4, scale: 0.3 };

interface Line {
  readonly at: number;
  readonly [field: string]: unknown;
}

/** A recording as `kubectl keg record` writes it: events within 4 ms arrive in one piece, with one time. */
function recorded(seed: number): Line[] {
  const random = randomStream(seed, 'live');
  const phase = random();
  /** The offset of Kubernetes' clock, whose seconds begin at other times than the recording's. */
  const stampOf = (time: number): number => Math.floor(time + phase) - phase;
  const seenAt = (time: number): number => Math.ceil(time / 0.004) * 0.004;
  const lines: Line[] = [];
  const emit = (at: number, fields: object, stamp: number): void => {
    lines.push({ at: Math.round(at * SECOND), ...fields, stamp: Math.round(stamp * SECOND) });
  };
  let [time, number] = [-BEFORE, 0];
  for (;;) {
    time += quantile({ family: 'exponential', mean: MEAN_GAP }, random());
    if (time >= WINDOW) return lines.sort((a, b) => a.at - b.at);
    const uid = `u${number}`;
    const started = time + quantile(START, random());
    const ended = started + quantile(LIFETIME, random());
    const wasThere = time < LISTED;
    const step = (kind: string, at: number, fields: object = {}): void => {
      if (at < WINDOW) emit(at < LISTED ? LISTED : seenAt(at), { kind, uid, ...fields }, stampOf(at));
    };
    const age = Math.round((LISTED - stampOf(time)) * SECOND);
    const pod = { namespace: 'shop', name: `web-${number}`, template: 'small' };
    step('pod-created', time, { ...pod, ...(wasThere && { age }) });
    step('pod-bound', time, { node: 'n' });
    step('pod-started', started);
    step('pod-finished', ended, { phase: 'Succeeded' });
    number += 1;
  }
}

async function fitOf(t: ExecutionContext, seed: number): Promise<RecordingFit> {
  const template = { at: 0, kind: 'template', hash: 'small', template: { spec: { containers: [{}] } } };
  const file = writtenRecording(t, [template, ...recorded(seed), { at: WINDOW * SECOND, kind: 'close' }]);
  return await fitRecording({ recordings: [file], scenario: undefined, force: false, seed: 1 });
}

/** (estimate − truth) ÷ standard error, for the true family. */
function deviations(fit: RecordingFit, quantity: Quantity, { family, ...truth }: Distribution): number[] {
  const { sample } = fit.groups[0]!.fits.find((each) => each.quantity === quantity)!;
  const { parameters } = fitFamily(family as Candidate, sample)!;
  const actual = truth as unknown as Readonly<Record<string, number>>;
  return parameters.map(({ name, value, standardError }) => (value - actual[name]!) / standardError);
}

test('the clumps of a watch bias neither arrivals nor delays nor lifetimes', async (t) => {
  const RUNS = 25;
  const fits = await Promise.all(Array.from({ length: RUNS }, (_, seed) => fitOf(t, seed)));
  for (const [quantity, truth] of [
    ['arrivals', { family: 'exponential', mean: MEAN_GAP }],
    ['arrivals', { family: 'gamma', shape: 1, scale: MEAN_GAP }],
    ['started', START],
    ['lifetime', LIFETIME],
  ] as const) {
    const all = fits.map((fit) => deviations(fit, quantity, truth));
    for (const index of all[0]!.keys()) {
      const mean = all.reduce((sum, each) => sum + each[index]!, 0) / RUNS;
      t.log(`${quantity} ${truth.family} ${index}: ${mean.toFixed(2)} standard errors`);
      t.true(Math.abs(mean) < 3 / Math.sqrt(RUNS), `${quantity} ${truth.family} ${index}: ${mean}`);
    }
  }
});

test('gaps between arrivals that come in clumps are still exponential', async (t) => {
  const fits = await Promise.all(Array.from({ length: 10 }, (_, seed) => fitOf(t, seed)));
  const right = fits.filter(({ groups }) => groups[0]!.fits[0]!.choice.best!.candidate === 'exponential');
  t.true(right.length >= 8, `${right.length} of 10`);
});
