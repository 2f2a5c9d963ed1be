/** Random scenarios of every kind of arrival, end and workload, with what a fit of their replay must find. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';

import { between, oneOf } from './random-laws.ts';
import { type Claim, type Entry, type RandomPart, spanOf } from './random-part.ts';
import { randomPods } from './random-pods.ts';
import { randomWorkload } from './random-workload.ts';

export interface RandomScenario {
  readonly file: object;
  /** Seconds. */
  readonly window: number;
  readonly claims: readonly Claim[];
  readonly certain: Readonly<Record<string, readonly Entry[]>>;
  readonly nodes: { readonly atStart: number; readonly events: readonly Entry[] };
}

/** Pods of one part never fill it. */
const ROOM = { allocatable: { cpu: 4000, memory: '4Ti', pods: 10_000 } };

/** The same number gives the same scenario. */
export function randomScenario(number: number): RandomScenario {
  const random = randomStream(number, 'random scenario');
  const window = 3600 * Math.round(between(random, 8, 30));
  const parts = Array.from({ length: 1 + Math.floor(between(random, 0, 3)) }, (_, index) =>
    randomPods({ random, window, name: `batch-${'abc'[index]}` }),
  );
  const tiers = Array.from({ length: 1 + Math.floor(between(random, 0, 3)) }, (_, index) =>
    randomWorkload({ random, window, name: `tier-${'xyz'[index]}` }),
  );
  const all: readonly RandomPart[] = [...parts, ...tiers];
  const nodes = randomNodes(random, window);
  return {
    file: {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Scenario',
      metadata: { name: `random-${number}` },
      duration: `${window}s`,
      cluster: { nodes: [{ name: 'n', count: nodes.atStart, template: ROOM }] },
      templates: Object.assign({}, ...all.map(({ templates }) => templates)),
      events: {
        pods: all.flatMap(({ pods = [] }) => pods),
        workloads: all.flatMap(({ workloads = [] }) => workloads),
        nodes: nodes.events.map((event) => ({ ...event, ...(event.action === 'add' && { template: ROOM }) })),
      },
    },
    window,
    claims: all.flatMap(({ claims }) => claims),
    certain: Object.assign({}, ...all.map(({ certain }) => certain ?? {})),
    nodes,
  };
}

/** Some nodes join, and some of them leave again: the cluster ends the pods on them. */
function randomNodes(random: () => number, window: number): RandomScenario['nodes'] {
  const minutes = window / 60;
  const joins = Math.round(between(random, minutes / 10, minutes / 2));
  const leaves = joins + Math.round(between(random, minutes / 10, minutes / 3));
  const events = [
    { at: spanOf(60 * joins), action: 'add', name: 'extra' },
    { at: spanOf(60 * leaves), action: 'remove', name: 'extra' },
  ];
  return { atStart: oneOf(random, [1, 2, 5]), events: events.slice(0, oneOf(random, [0, 1, 2])) };
}
