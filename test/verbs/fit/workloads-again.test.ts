/** The workloads of any scenario are found again in the recording of its replay: the law behind every fitted workload. */
import test from 'ava';
import { collectClues } from '../../../src/core/fitting/controllers/controller-clues.ts';
import { findWorkloads } from '../../../src/core/fitting/controllers/find-workloads.ts';
import type { FoundWorkload } from '../../../src/core/fitting/controllers/found-workload.ts';
import { collectHistory } from '../../../src/core/fitting/pods/pod-history.ts';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { PodOwner } from '../../../src/core/recording/pod-observation.ts';
import { templateHash } from '../../../src/core/recording/template-hash.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { playEmbedded } from '../../../src/targets/embedded/play-embedded.ts';
import fc from '../../seeded-properties.ts';

/** Minutes from one change of a workload to the next: longer than a rolling update takes. */
const PAUSE = 20;
const HOURS = 12;
const SECOND = 1e6;

type Entry = Readonly<Record<string, unknown>>;

/** The entries of one workload, and what a fit must find: times in seconds. */
interface Wanted {
  readonly entries: readonly Entry[];
  readonly found: Entry;
}

function minutes(count: number): string {
  return `${count}m`;
}

const PHASES = { phases: { started: '2s', ready: '5s' } };

const replicas = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

function replicated(kind: 'Deployment' | 'StatefulSet' | 'ReplicaSet'): fc.Arbitrary<Wanted> {
  return fc
    .record({ replicas, at: fc.integer({ min: 0, max: 60 }), update: fc.integer({ min: 1, max: 9 }) })
    .map(({ replicas, at, update }) => {
      const name = kind.toLowerCase();
      // A later step also brings another template, where the kind has rolling updates.
      const isUpdate = (index: number): boolean => kind === 'Deployment' && index === update;
      const entries = replicas.map((count, index) => ({
        at: minutes(at + index * PAUSE),
        kind,
        name,
        replicas: count,
        ...(index === 0 && { template: 'first', ...PHASES }),
        ...(isUpdate(index) && { template: 'second' }),
      }));
      const steps = replicas.map((pods, index) => [(at + index * PAUSE) * 60, pods, isUpdate(index)]);
      return { entries, found: { kind, name, steps } };
    });
}

const lifetime = { type: 'lognormal', median: '3m', sigma: 0.8 };

const job: fc.Arbitrary<Wanted> = fc
  .record({
    at: fc.integer({ min: 0, max: 100 }),
    completions: fc.integer({ min: 1, max: 30 }),
    parallelism: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ at, completions, parallelism }) => ({
    entries: [
      { at: minutes(at), kind: 'Job', name: 'job', template: 'first', completions, parallelism, lifetime },
    ],
    found: { kind: 'Job', name: 'job', steps: [[at * 60, parallelism, false]], completions },
  }));

const cronJob: fc.Arbitrary<Wanted> = fc
  .record({
    at: fc.integer({ min: 0, max: 50 }),
    every: fc.integer({ min: 7, max: 90 }),
    completions: fc.integer({ min: 1, max: 3 }),
    jitter: fc.constantFrom('0s', '1s', { type: 'uniform', min: '10ms', max: '900ms' }),
  })
  .map(({ at, every, completions, jitter }) => ({
    entries: [
      {
        ...{ at: minutes(at), kind: 'CronJob', name: 'cron', template: 'first' },
        ...{ every: minutes(every), completions, parallelism: completions, jitter, lifetime: '90s' },
      },
    ],
    found: { kind: 'CronJob', name: 'cron', every: every * 60, completions },
  }));

const daemonSet: fc.Arbitrary<Wanted> = fc.integer({ min: 0, max: 60 }).map((at) => ({
  entries: [{ at: minutes(at), kind: 'DaemonSet', name: 'agent', template: 'first' }],
  found: { kind: 'DaemonSet', name: 'agent', steps: [[at * 60, 1, false]] },
}));

const scenario = fc
  .tuple(
    replicated('Deployment'),
    replicated('StatefulSet'),
    replicated('ReplicaSet'),
    job,
    cronJob,
    daemonSet,
  )
  .chain((all) => fc.subarray(all, { minLength: 1 }));

function template(cpu: string): PodTemplate {
  return {
    metadata: { labels: { app: cpu } },
    spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }] },
  };
}

function recordingOf(wanted: readonly Wanted[], seed: number): Observation[] {
  const file = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name: 's' },
    duration: `${HOURS}h`,
    cluster: {
      nodes: [{ name: 'n', count: 3, template: { allocatable: { cpu: 64, memory: '64Gi', pods: 500 } } }],
    },
    templates: { first: template('100m'), second: template('200m') },
    events: { workloads: wanted.flatMap(({ entries }) => entries) },
  };
  const loaded = loadScenario(JSON.stringify(file), 's.yaml').scenario!;
  const { duration, scheduler } = loaded;
  const observations: Observation[] = [];
  const hashes = new Map<string, PodTemplate>();
  playEmbedded(
    {
      timeline: expandScenario(loaded, seed),
      duration,
      seed,
      scheduler: { ...scheduler, kubernetesVersion: '1.36' },
    },
    {
      observe: (observation) => observations.push(observation),
      templateHash(pod) {
        const hash = templateHash(pod);
        hashes.set(hash, pod);
        return hash;
      },
    },
  );
  const templates = [...hashes].map(
    ([hash, pod]) => ({ at: 0, kind: 'template', hash, template: pod }) as const,
  );
  return [...templates, ...observations, { at: HOURS * 3600 * SECOND, kind: 'close' }];
}

function workloadsIn(observations: readonly Observation[]): readonly FoundWorkload[] {
  const history = collectHistory({ resolution: 1e-6, stamps: 0 });
  const clues = collectClues(1e-6);
  for (const observation of observations) {
    history.observe(observation);
    clues.observe(observation);
  }
  const collected = history.history();
  const watch = { window: collected.window, resolution: 1e-6 };
  return findWorkloads(collected, clues.clues(collected.pods), watch).controlled.flatMap(
    ({ workloads }) => workloads,
  );
}

function described(workload: FoundWorkload): Entry {
  const { kind, name, completions, schedule } = workload;
  const steps = workload.steps.map(({ at, pods, template: next }) => [
    Math.round(at),
    pods,
    next !== undefined,
  ]);
  return {
    kind,
    name,
    ...(completions !== undefined && { completions }),
    ...(schedule ? { every: schedule.every } : { steps }),
  };
}

function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((left, right) => String(left.kind).localeCompare(String(right.kind)));
}

test('replicas, scale events, updates, completions, parallelism and periods are found again', (t) => {
  fc.assert(
    fc.property(scenario, fc.nat(1000), (wanted, seed) => {
      const found = workloadsIn(recordingOf(wanted, seed));
      t.deepEqual(inOrder(found.map(described)), inOrder(wanted.map((each) => each.found)));
    }),
    { numRuns: 60, seed: 1 },
  );
});

/** Without what only the recording of a cluster has: pods that are gone count, and their owners' objects do not. */
function withoutObjects(observations: readonly Observation[]): Observation[] {
  return observations.filter(({ kind }) => kind !== 'object-set' && kind !== 'object-removed');
}

/** As many pods as are completed run at the same time, at most. */
function boundedJob(job: Entry): Entry {
  const [[at, parallelism, isUpdate]] = job.steps as [[number, number, boolean]];
  return { ...job, steps: [[at, Math.min(parallelism, Number(job.completions)), isUpdate]] };
}

test('the same without the objects of the workloads, which many recordings lack', (t) => {
  fc.assert(
    fc.property(scenario, fc.nat(1000), (wanted, seed) => {
      const found = workloadsIn(withoutObjects(recordingOf(wanted, seed)));
      const bounded = wanted.map(({ found: each }) => (each.kind === 'Job' ? boundedJob(each) : each));
      t.deepEqual(inOrder(found.map(described)), inOrder(bounded));
    }),
    { numRuns: 60, seed: 2 },
  );
});

test('the same under pseudonyms, which hide names and labels but not kinds', (t) => {
  const hidden = (name: string): string => `owner-${templateHash(template(name)).slice(0, 10)}`;
  fc.assert(
    fc.property(scenario, fc.nat(1000), (wanted, seed) => {
      const observations = withoutObjects(recordingOf(wanted, seed)).map((observation): Observation => {
        if (observation.kind !== 'pod-created') return observation;
        const { labels: _, name, owners = [], ...rest } = observation;
        const [, series, number] = /^(.+)-(\d+)$/.exec(name) ?? [];
        return {
          ...rest,
          name: `pod-${hidden(series ?? name)}-${number}`,
          owners: owners.map((owner): PodOwner => ({ ...owner, name: hidden(owner.name) })),
        };
      });
      const found = workloadsIn(observations);
      const kinds = (list: readonly Entry[]): unknown[] =>
        inOrder(list).map(({ kind, steps, every }) => [kind, kind === 'Job' ? undefined : steps, every]);
      t.deepEqual(kinds(found.map(described)), kinds(wanted.map((each) => each.found)));
    }),
    { numRuns: 30, seed: 3 },
  );
});
