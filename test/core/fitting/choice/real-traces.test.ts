/** Fits of real traces: ../shared/data/openb (Alibaba's GPU cluster) and ../shared/data/azure-llm, against ../shared/golden/fitting/reference_fits.json. */
import type { ExecutionContext } from 'ava';
import {
  type Sample,
  type SeenDuration,
  sampleOf,
} from '../../../../src/core/distributions/estimating/sample.ts';
import type { Candidate } from '../../../../src/core/distributions/families/distribution.ts';
import { chooseFamily } from '../../../../src/core/fitting/choice/choose-family.ts';
import { fitFamily } from '../../../../src/core/fitting/fit-family.ts';
import { sharedText, testWithShared } from '../../../shared.ts';

/** The end of the trace: a pod deleted at this time has not ended. */
const OPENB_END = 12_902_960;
const OPENB_CORE_FROM = 10_000_000;

interface OpenbPod {
  readonly created: number;
  readonly deleted: number;
  readonly scheduled: number | undefined;
}

function openbPods(): OpenbPod[] {
  const [header, ...lines] = sharedText('data/openb/openb_pod_list_default.csv').trim().split('\n');
  const columns = header!.trim().split(',');
  const [created, deleted, scheduled] = ['creation_time', 'deletion_time', 'scheduled_time'].map((name) =>
    columns.indexOf(name),
  );
  return lines.map((line) => {
    const cells = line.trim().split(',');
    const bound = cells[scheduled!];
    return {
      created: Number(cells[created!]),
      deleted: Number(cells[deleted!]),
      scheduled: bound ? Number(bound) : undefined,
    };
  });
}

/** Whole seconds between creations in the busy part of the trace. */
function openbGaps(): number[] {
  const times = openbPods()
    .map(({ created }) => created)
    .filter((time) => time >= OPENB_CORE_FROM);
  times.sort((a, b) => a - b);
  return times.slice(1).map((time, index) => time - times[index]!);
}

function openbRunTimes(): SeenDuration[] {
  return openbPods().flatMap(({ deleted, scheduled }) =>
    scheduled === undefined
      ? []
      : [{ duration: deleted - scheduled, isEnded: deleted !== OPENB_END, limit: OPENB_END - scheduled }],
  );
}

function azureGaps(): number[] {
  const lines = sharedText('data/azure-llm/AzureLLMInferenceTrace_code.csv').trim().split('\n').slice(1);
  const times = lines.map((line) => {
    const [whole, fraction = '0'] = line.split(',')[0]!.split('.');
    return Date.parse(`${whole!.replace(' ', 'T')}Z`) / 1000 + Number(`0.${fraction}`);
  });
  times.sort((a, b) => a - b);
  return times.slice(1).map((time, index) => time - times[index]!);
}

type Reference = Readonly<Record<string, Readonly<Record<string, number>>>>;

function reference(trace: string, part: string): Reference {
  const all = JSON.parse(sharedText('golden/fitting/reference_fits.json')) as Record<
    string,
    Record<string, { fits: Reference }>
  >;
  return all[trace]![part]!.fits;
}

function agrees(t: ExecutionContext, sample: Sample, fits: Reference): void {
  for (const candidate of ['exponential', 'weibull', 'lognormal', 'gamma'] as const satisfies Candidate[]) {
    const fit = fitFamily(candidate, sample)!;
    const expected = fits[candidate]!;
    t.true(Math.abs(fit.logLikelihood / expected.loglik! - 1) < 1e-7, `${candidate}: ${fit.logLikelihood}`);
    for (const { name, value } of fit.parameters) {
      const known = name === 'mean' ? 1 / expected.rate! : expected[name]!;
      t.true(Math.abs(value / known - 1) < 2e-4, `${candidate} ${name}: ${value}, reference ${known}`);
    }
  }
}

testWithShared('openb gaps above 0 have the reference fits', (t) => {
  const gaps = openbGaps().filter((gap) => gap > 0);
  agrees(
    t,
    sampleOf(gaps.map((duration) => ({ duration, isEnded: true }))),
    reference('openb_default', 'interarrival_core'),
  );
});

testWithShared('openb run times, censored at the end of the trace, have the reference fits', (t) => {
  agrees(t, sampleOf(openbRunTimes()), reference('openb_default', 'run_time_right_censored_at_window_end'));
});

testWithShared('openb arrivals are found to be Weibull, with their zeros: stamps are whole seconds', (t) => {
  const sample = sampleOf(
    openbGaps().map((duration) => ({ duration, isEnded: true })),
    1,
  );
  const { best, verdict } = chooseFamily(sample, { seed: 1, name: 'openb arrivals', repeats: 19 });
  t.is(best!.candidate, 'weibull');
  t.is(verdict, 'close');
  t.true(best!.effect.distance < 0.035);
});

testWithShared('openb run times are Lomax: lognormal is simpler, and hundreds of AICc less likely', (t) => {
  const sample = sampleOf(openbRunTimes(), 1);
  const { best, ranking, distribution } = chooseFamily(sample, {
    seed: 1,
    name: 'openb run times',
    repeats: 99,
  });
  t.is(best!.candidate, 'lomax');
  const lognormal = ranking.find(({ candidate }) => candidate === 'lognormal')!;
  t.true(lognormal.aicc > best!.aicc + 100);
  const [mu, sigma] = fitFamily('lognormal', sample)!.parameters;
  t.true(Math.abs(mu!.value - 6.563) < 0.01);
  t.true(Math.abs(sigma!.value - 1.893) < 0.01);
  t.is(distribution!.family, 'empirical');
});

testWithShared('arrivals of code completions at Azure are refused: no family fits', (t) => {
  const sample = sampleOf(
    azureGaps().map((duration) => ({ duration, isEnded: true })),
    1e-7,
  );
  const { verdict, distribution, best } = chooseFamily(sample, { seed: 1, name: 'azure code' });
  t.is(verdict, 'no family fits');
  t.is(distribution!.family, 'empirical');
  t.true(best!.effect.distance > 0.1);
});
