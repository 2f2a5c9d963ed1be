/** A series of Jobs is written as Jobs that arrive, or otherwise where its replays miss the recording. */
import test from 'ava';
import type { FittedController } from '../../../src/core/fitting/controllers/fit-controlled.ts';
import type { PodSpan } from '../../../src/core/measure/pod-spans.ts';
import type { SeriesForm } from '../../../src/verbs/fit/fit-groups.ts';
import type { RecordedSide } from '../../../src/verbs/fit/recorded-side.ts';
import { settleSeries } from '../../../src/verbs/fit/settle-series.ts';
import { fitOfReplay, type ReplayedFit } from './replayed-fit.ts';

const HOURS = 48;
const WINDOW = HOURS * 3600;

/** @param completions - of each Job. */
function jobs(completions: number): object {
  return {
    duration: `${HOURS}h`,
    cluster: { nodes: [{ name: 'n', template: { allocatable: { cpu: 4000, memory: '1Ti', pods: 4000 } } }] },
    templates: { train: { spec: { containers: [{ name: 'c', resources: { requests: { cpu: 1 } } }] } } },
    events: {
      workloads: [
        {
          ...{ at: '0s', kind: 'Job', name: 'train', template: 'train' },
          ...{ arrivals: { type: 'exponential', mean: '20m' }, until: `${HOURS - 1}h` },
          sizes: [
            { weight: 2, completions, parallelism: 2 },
            { weight: 1, completions, parallelism: 8 },
          ],
          lifetime: { type: 'lognormal', median: '4m', sigma: 0.4 },
        },
      ],
    },
  };
}

/** The recording as the history of the pods has it. */
function sideOf(
  { found }: FittedController,
  shift: (created: number) => number = (same) => same,
): RecordedSide {
  const spans = found.group.pods.map(({ uid, namespace, name, created, ended }): PodSpan => {
    const from = Math.round(shift(created) * 1e6);
    const to = ended === undefined ? undefined : from + Math.round((ended - created) * 1e6);
    const held = [{ from, to, request: new Map([['cpu', 1000]]) }];
    return {
      uid,
      namespace,
      name,
      group: 'train',
      wasThere: false,
      created: from,
      bound: from,
      ended: to,
      held,
    };
  });
  const side: Partial<RecordedSide> = {
    part: () => ({ from: 0, to: WINDOW * 1e6 }),
    plannedSpans: () => spans,
  };
  return side as RecordedSide;
}

function settled(fit: ReplayedFit, side: RecordedSide): SeriesForm[] {
  return [...settleSeries(fit, side, { window: WINDOW, gate: { low: 0.9, high: 1.1 }, seed: 1 }).values()];
}

/** Its replays have one Job. */
function withoutArrivals(controller: FittedController): FittedController {
  const arrivals = [...controller.arrivals].map(
    ([workload, fit]) => [workload, { ...fit, recorded: [{ at: 5, count: 1 }] }] as const,
  );
  return { ...controller, arrivals: new Map(arrivals) };
}

test('a series that replays as it was is written as Jobs that arrive, with its sizes', async (t) => {
  const fit = await fitOfReplay(jobs(12), 3);
  const [controller] = fit.controllers;
  t.deepEqual(settled(fit, sideOf(controller!)), []);
  const { workloads } = fit.written.events as { readonly workloads: readonly Record<string, unknown>[] };
  t.is(workloads.length, 1);
  t.like(workloads[0], { kind: 'Job', name: 'train', until: `${HOURS}h0m0s` });
  t.deepEqual(
    (workloads[0]!.sizes as readonly Record<string, unknown>[]).map(({ completions, parallelism }) => [
      parallelism,
      completions,
    ]),
    [
      [2, 12],
      [8, 12],
    ],
  );
});

test('where drawn times miss, the times of the Jobs are recorded', async (t) => {
  const fit = await fitOfReplay(jobs(12), 3);
  const controllers = fit.controllers.map(withoutArrivals);
  t.deepEqual(settled({ ...fit, controllers }, sideOf(controllers[0]!)), [
    { finer: 0, isRecorded: true, keepsHeavy: false },
  ]);
});

test('the times of Jobs with few pods each are not recorded: the pods are drawn', async (t) => {
  const fit = await fitOfReplay(jobs(3), 3);
  const controllers = fit.controllers.map(withoutArrivals);
  t.deepEqual(settled({ ...fit, controllers }, sideOf(controllers[0]!)), ['pods']);
});

test('where no form has the recorded peaks, the pods are drawn', async (t) => {
  const fit = await fitOfReplay(jobs(12), 3);
  const together = (created: number): number => created % (HOURS * 600);
  t.deepEqual(settled(fit, sideOf(fit.controllers[0]!, together)), ['pods']);
});
