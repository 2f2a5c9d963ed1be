/** A fit of pods with exponential lifetimes, for tests of its page. */
import { quantile } from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { fitGroup } from '../../../src/core/fitting/pods/fit-group.ts';
import { startLoads } from '../../../src/core/fitting/pods/load-dependence.ts';
import type { PodHistory } from '../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../src/core/fitting/pods/workload-group.ts';
import type { Truth } from '../../../src/core/measure/truth.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';

const WINDOW = 1000;

export function fittedPods(count: number, group: string): PodHistory[] {
  const random = randomStream(1, group);
  return Array.from({ length: count }, (_, index): PodHistory => {
    const created = WINDOW * random();
    const started = created + 1;
    const ended = started + quantile({ family: 'exponential', mean: 200 }, random());
    return {
      uid: `${group}-${index}`,
      namespace: 'default',
      name: `${group}-${index}`,
      group,
      templateHash: 'small',
      template: { spec: { containers: [{ name: 'main' }] } },
      created,
      wasThere: false,
      seen: created,
      bound: started,
      node: undefined,
      started,
      ready: undefined,
      ended: ended < WINDOW ? ended : undefined,
      cause: ended < WINDOW ? 'succeeded' : undefined,
    };
  });
}

export function fitOf(all: readonly PodHistory[]): RecordingFit {
  return {
    header: {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Recording',
      name: 'a <b> & "c"',
      source: { kind: 'cluster' },
      start: '2026-01-01T00:00:00.000000000Z',
      tool: { name: 'kubectl-keg', version: '0' },
      clock: { kind: 'monotonic', resolution: '1us' },
      redaction: 'none',
    },
    window: WINDOW,
    pods: all.length,
    nodes: 1,
    groups: groupPods(all).map((group) =>
      fitGroup(group, { window: WINDOW, resolution: 1e-6 }, startLoads(all), 1),
    ),
    load: undefined,
    ends: { all: [], byGroup: new Map() },
    scenario: {},
    problems: [],
  };
}

/** Of two slices and three seeds. */
export function smallTruth(): Truth {
  const series = (alive: number) => ({ alive: [alive, alive], requested: { cpu: [1000 * alive, 0] } });
  return {
    seeds: [1, 2, 3],
    series: { recorded: series(5), replayed: series(5), fitted: [series(4), series(6), series(9)] },
  } as unknown as Truth;
}
