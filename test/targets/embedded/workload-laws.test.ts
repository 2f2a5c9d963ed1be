/** Laws of workloads that hold for any events of their pods and nodes. */
import test from 'ava';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { DEFAULT_KUBERNETES_VERSION } from '../../../src/core/scheduler/kubernetes-version.ts';
import type { TimelineAction, TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import fc from '../../seeded-properties.ts';
import { playOf, type Run, run } from './small-play.ts';

const KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'Job'] as const;
type Kind = (typeof KINDS)[number];

interface Day {
  readonly kind: Kind;
  /** Replicas or parallelism, one step every 50 s. */
  readonly steps: readonly number[];
  /** Seconds; null for ever. */
  readonly lifetime: number | null;
  readonly end: 'succeeded' | 'failed';
  /** At a second, what happens to a node, or to a pod of the workload by its number. */
  readonly mishaps: readonly {
    readonly at: number;
    readonly what: 'remove' | 'taint' | 'delete';
    readonly which: number;
  }[];
}

const dayOf = (kinds: readonly Kind[]): fc.Arbitrary<Day> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    steps: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 5 }),
    lifetime: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 90 })),
    end: fc.constantFrom('succeeded', 'failed'),
    mishaps: fc.array(
      fc.record({
        at: fc.integer({ min: 1, max: 280 }),
        what: fc.constantFrom('remove', 'taint', 'delete'),
        which: fc.nat({ max: 14 }),
      }),
      { maxLength: 8 },
    ),
  });

const NODES = 5;
const END = 300;

function textOf({ kind, steps, lifetime, end, mishaps }: Day): string {
  const size = (pods: number) => (kind === 'Job' ? `parallelism: ${pods}` : `replicas: ${pods}`);
  const job = kind === 'Job' ? ', completions: 20, backoffLimit: 4' : '';
  const life = lifetime === null ? '' : `, lifetime: ${lifetime}s, end: ${end}`;
  const removed = new Set<number>();
  const nodes: string[] = [];
  const pods: string[] = [];
  for (const { at, what, which } of mishaps) {
    const node = which % NODES;
    if (what === 'delete') pods.push(`{name: w-${which}, eventType: delete, arrivalTime: ${at}s}`);
    // The last node stays, so that there is a place for pods; a node goes only once.
    else if (node === 0 || removed.has(node)) continue;
    else if (what === 'remove') {
      removed.add(node);
      nodes.push(`{at: ${END + at}s, action: remove, name: n-${node}}`);
    } else
      nodes.push(
        `{at: ${at}s, action: update, name: n-${node}, template: {taints: [{key: x, effect: NoExecute}]}}`,
      );
  }
  const list = (key: string, entries: readonly string[]): string =>
    entries.length === 0 ? '' : `  ${key}:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;
  const entries = steps.map((pods, index) => {
    const first = index === 0 ? `, template: small${job}${life}` : '';
    return `{at: ${50 * index}s, kind: ${kind}, name: w, ${size(pods)}${first}}`;
  });
  return `duration: ${3 * END}s
cluster: {nodes: [{name: n, count: ${NODES}, template: {allocatable: {cpu: 3, memory: 8Gi}}}]}
events:
${list('workloads', entries)}${list('nodes', nodes)}${list('pods', pods)}`;
}

function playDay(day: Day): Run {
  return run(playOf(textOf(day)));
}

interface Books {
  created: number;
  readonly alive: Set<string>;
  readonly terminal: Set<string>;
  deleted: number;
  succeeded: number;
}

/** Follows the observations, and calls `atRest` whenever time is about to move on. */
function follow(observations: readonly Observation[], atRest: (books: Books, at: number) => void): Books {
  const books: Books = { created: 0, alive: new Set(), terminal: new Set(), deleted: 0, succeeded: 0 };
  for (const [index, each] of observations.entries()) {
    if (each.kind === 'pod-created') {
      books.created += 1;
      books.alive.add(each.uid);
    } else if (each.kind === 'pod-finished') {
      if (!books.alive.delete(each.uid)) throw new Error(`${each.uid} finished, but was not alive`);
      books.terminal.add(each.uid);
      if (each.phase === 'Succeeded') books.succeeded += 1;
    } else if (each.kind === 'pod-deleted') {
      if (!books.alive.delete(each.uid) && !books.terminal.delete(each.uid))
        throw new Error(`${each.uid} deleted, but was not there`);
      books.deleted += 1;
    }
    if (observations[index + 1]?.at !== each.at) atRest(books, each.at);
  }
  return books;
}

function wantedAt({ steps }: Day, at: number): number {
  return steps[Math.min(steps.length - 1, Math.floor(at / 50e6))]!;
}

test('a Deployment always has exactly the wanted pods', (t) => {
  fc.assert(
    fc.property(dayOf(['Deployment', 'ReplicaSet']), (day) => {
      follow(playDay(day).observations, ({ alive }, at) => {
        if (alive.size !== wantedAt(day, at)) throw new Error(`${alive.size} pods at ${at / 1e6}s`);
      });
    }),
    { numRuns: 200, seed: 7 },
  );
  t.pass();
});

test('a StatefulSet has one pod per ordinal and settles at the wanted ordinals', (t) => {
  fc.assert(
    fc.property(dayOf(['StatefulSet']), (day) => {
      const calm: Day = {
        ...day,
        mishaps: day.mishaps.filter(({ what }) => what === 'delete'),
        lifetime: null,
      };
      for (const each of [day, calm]) {
        const { observations } = playDay(each);
        const names = new Map<string, string>();
        for (const observation of observations) {
          if (observation.kind === 'pod-created') {
            if ([...names.values()].includes(observation.name)) throw new Error(`two of ${observation.name}`);
            names.set(observation.uid, observation.name);
          } else if (observation.kind === 'pod-deleted') names.delete(observation.uid);
        }
        if (each !== calm) continue;
        const wanted = Array.from({ length: calm.steps.at(-1)! }, (_, ordinal) => `w-${ordinal}`);
        if ([...names.values()].sort().join() !== wanted.sort().join())
          throw new Error(`${[...names.values()]} instead of ${wanted}`);
      }
    }),
    { numRuns: 150, seed: 7 },
  );
  t.pass();
});

test('a Job keeps to its parallelism, its completions and its backoff limit', (t) => {
  fc.assert(
    fc.property(dayOf(['Job']), (day) => {
      const books = follow(playDay(day).observations, ({ alive, succeeded }, at) => {
        if (alive.size > wantedAt(day, at)) throw new Error(`${alive.size} at a time at ${at / 1e6}s`);
        if (succeeded > 20) throw new Error(`${succeeded} succeeded`);
      });
      if (day.end === 'failed' && books.terminal.size > 4 + Math.max(...day.steps))
        throw new Error(`${books.terminal.size} failed`);
    }),
    { numRuns: 200, seed: 7 },
  );
  t.pass();
});

test('created = alive + terminal + deleted, and every run repeats byte for byte', (t) => {
  fc.assert(
    fc.property(dayOf(KINDS), (day) => {
      const first = playDay(day);
      const { created, alive, terminal, deleted } = follow(first.observations, () => {});
      if (created !== alive.size + terminal.size + deleted) throw new Error('a pod is lost');
      if (JSON.stringify(first) !== JSON.stringify(playDay(day))) throw new Error('another run differs');
      if (first.played.refusals.some(({ message }) => message.includes('there already')))
        throw new Error(first.played.refusals[0]!.message);
    }),
    { numRuns: 150, seed: 7 },
  );
  t.pass();
});

test('the pods of workloads and equal pods of the file go to the same nodes', (t) => {
  fc.assert(
    fc.property(dayOf(['Deployment', 'StatefulSet']), ({ mishaps: _, ...day }) => {
      const calm: Day = { ...day, lifetime: null, mishaps: [] };
      const { observations } = playDay(calm);
      const again = run({
        ...playOf(textOf(calm), DEFAULT_KUBERNETES_VERSION),
        timeline: asTimeline(observations),
      });
      const bound = (each: readonly Observation[]) =>
        each.flatMap((one) => (one.kind === 'pod-bound' ? [`${one.at} ${one.node}`] : []));
      t.deepEqual(bound(again.observations), bound(observations));
    }),
    { numRuns: 100, seed: 7 },
  );
});

/** What was observed to be created and deleted, as events of a file. */
function asTimeline(observations: readonly Observation[]): TimelineEvent[] {
  const templates = new Map<string, PodTemplate>();
  const names = new Map<string, string>();
  const actions = observations.flatMap((each): { at: number; action: TimelineAction }[] => {
    if (each.kind === 'template') templates.set(each.hash, each.template);
    if (each.kind === 'node-added') {
      const { name, labels = {}, capacity = {}, allocatable } = each;
      const node = { metadata: { name, labels }, status: { capacity, allocatable } };
      return [{ at: each.at, action: { kind: 'add-node', node, ...(each.pool ? { pool: each.pool } : {}) } }];
    }
    if (each.kind === 'pod-created') {
      const { namespace, name } = each;
      names.set(each.uid, name);
      const template = templates.get(each.template)!;
      const times = { lifetime: null, startDelay: 0, readyDelay: 0, withdrawnAt: null };
      const pod = { namespace, name, group: 'w', template, end: 'deleted' as const, ...times };
      return [{ at: each.at, action: { kind: 'create-pod', pod } }];
    }
    if (each.kind !== 'pod-deleted') return [];
    return [
      { at: each.at, action: { kind: 'delete-pod', namespace: 'default', name: names.get(each.uid)! } },
    ];
  });
  return actions.map((event, sequence) => ({ ...event, sequence }));
}
