/** Defines the shape of a scenario file: the source of validation, of the result's types and of the JSON Schema for editors. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { DEFAULT_KUBERNETES_VERSION, MODELLED_VERSIONS_TEXT } from '../../scheduler/kubernetes-version.ts';
import { burst, first, jobArrivals, pace } from './arrivals.ts';
import { autoscalerFields } from './autoscaler.ts';
import { descheduler } from './descheduler.ts';
import { times } from './distribution.ts';
import { failureEntry } from './failures.ts';
import { count, duration, freeText, name, seconds } from './field.ts';
import { nodeManifestFields, nodeTemplate } from './node-manifest.ts';
import { claimTemplate, OBJECT_KIND_NAMES, objectManifest } from './object-manifest.ts';
import { ends, phases, podEntry } from './pod-entry.ts';
import { pod } from './pod-manifest.ts';
import { usage } from './usage.ts';

const list = <T extends z.ZodType>(item: T) => z.array(item, { error: wanted('a list', '[...]') }).nullish();

const metadata = z.strictObject({
  name: freeText.optional().meta({ description: 'Name in tables and recordings' }),
  description: freeText.nullish(),
  createdAt: freeText.nullish(),
  recorded: z
    .string({ error: wanted('the path of a recording', 'day.pods.keg.jsonl') })
    .min(1)
    .nullish()
    .meta({
      description: 'A recording whose pods are also played; the path is relative to this file',
    }),
});

const nodeEntry = z
  .strictObject({
    name: name.optional(),
    count: count.optional().meta({ description: 'How many such nodes; they are called NAME-0, NAME-1, …' }),
    template: nodeTemplate.optional(),
    ...nodeManifestFields,
  })
  .meta({
    id: 'NodeEntry',
    description: 'A node pool {name, count, template}, or one Node as in a manifest',
  });

const latency = z.strictObject({
  cycle: duration.optional().meta({ description: 'Time that the scheduler works on one pod (default 1ms)' }),
  bind: duration.optional().meta({ description: 'From the decision to the binding (default 10ms)' }),
});

const scheduler = z.strictObject({
  configuration: z.unknown().optional().meta({
    description:
      'A KubeSchedulerConfiguration or one profile of it: plugins, pluginConfig, percentageOfNodesToScore',
  }),
  latency: latency.optional(),
});

const cluster = z.strictObject({
  nodes: list(nodeEntry),
  autoscaler: autoscalerFields.nullish(),
  objects: list(objectManifest).meta({
    description:
      'Objects that decide where pods run, as in manifests: Services, budgets, classes, volumes, claims and so on',
  }),
  kubernetesVersion: freeText.optional().meta({
    description: `Version of the scheduler, ${MODELLED_VERSIONS_TEXT} (default ${DEFAULT_KUBERNETES_VERSION})`,
  }),
  scheduler: scheduler.nullish(),
  descheduler: descheduler.nullish(),
});

const nodeEvent = z
  .strictObject({
    at: duration,
    action: z.enum(['add', 'remove', 'cordon', 'uncordon', 'drain', 'update'], {
      error: wanted('an action (add, remove, cordon, uncordon, drain, update)', 'cordon'),
    }),
    name: name.meta({ description: 'A node, or an entry of cluster.nodes for all (or count) of its nodes' }),
    count: count.optional(),
    template: nodeTemplate.optional(),
  })
  .meta({ id: 'NodeEvent' });

const objectEvent = z
  .strictObject({
    at: duration,
    action: z.enum(['set', 'remove'], { error: wanted('an action (set, remove)', 'set') }),
    object: objectManifest.optional().meta({ description: 'set: the object to create or replace' }),
    kind: z
      .enum(OBJECT_KIND_NAMES, { error: wanted('a kind of object', 'Service') })
      .optional()
      .meta({ description: 'remove: the kind of the object' }),
    name: name.optional().meta({ description: 'remove: the name of the object' }),
    namespace: name.optional().meta({ description: 'remove: its namespace (default "default")' }),
  })
  .meta({ id: 'ObjectEvent' });

const weight = z
  .int({ error: wanted('a whole number', '5') })
  .min(0, { error: (issue) => `${show(issue.input)} is negative: a weight is 0 (off) or more` })
  .max(2 ** 31 - 1, { error: 'a weight is at most 2147483647' });

const schedulerEvent = z
  .strictObject({
    name: freeText.optional(),
    at: duration.optional(),
    after: duration.optional().meta({ description: 'The same as at' }),
    arrivalTime: z
      .union([duration, z.number().transform((nanoseconds) => Math.round(nanoseconds / 1e3))])
      .optional()
      .meta({ description: 'The same as at; a bare number is nanoseconds, as kube-event-generator read it' }),
    weights: z
      .record(z.string(), weight)
      .nullish()
      .meta({ description: 'Score plugin to weight; 0 switches it off' }),
    configuration: z.unknown().optional(),
  })
  .meta({ id: 'SchedulerEvent' });

const podShare = z
  .union(
    [
      count,
      z
        .string()
        .regex(/^\d+%$/)
        .transform((share) => share as `${number}%`),
    ],
    { error: wanted('a number of pods or a share of them', '25%') },
  )
  .optional();

const strategy = z
  .strictObject({
    type: z
      .enum(['RollingUpdate', 'Recreate'], {
        error: wanted('a strategy (RollingUpdate, Recreate)', 'Recreate'),
      })
      .optional()
      .meta({ description: 'Default RollingUpdate; Recreate is for a Deployment' }),
    maxSurge: podShare.meta({ description: 'Deployment: pods above the wanted number (default 25%)' }),
    maxUnavailable: podShare.meta({
      description: 'Pods that may be missing during an update (default: Deployment 25%, DaemonSet 1)',
    }),
  })
  .meta({ description: 'How pods are replaced when a later entry has another template' });

const jobSize = {
  completions: count.optional().meta({ description: 'Job: how many pods must succeed (default 1)' }),
  parallelism: count.optional().meta({ description: 'Job: how many pods run at a time (default 1)' }),
  backoffLimit: count.optional().meta({ description: 'Job: more failed pods than this end it (default 6)' }),
  activeDeadlineSeconds: seconds.meta({
    description: 'Job: it fails this long after its creation, and its pods are deleted (default: never)',
  }),
  ttlSecondsAfterFinished: seconds.meta({
    description: 'Job: it is deleted with its pods this long after it is complete or failed (default: never)',
  }),
};

const sizes = z
  .array(
    z.strictObject({
      weight: z
        .number({ error: wanted('a weight', '3') })
        .positive({ error: 'a weight is above 0' })
        .finite()
        .optional()
        .meta({ description: 'Its share of the Jobs (default 1)' }),
      ...jobSize,
    }),
    { error: wanted('a list of sizes', '[{weight: 3, completions: 8, parallelism: 2}, {completions: 40}]') },
  )
  .min(1, { error: 'needs at least one size' })
  .meta({ description: 'Each Job of arrivals draws one; what a size does not name is as the entry says' });

const workload = z
  .strictObject({
    at: duration,
    kind: z.enum(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'], {
      error: wanted('a kind (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob)', 'Deployment'),
    }),
    name,
    namespace: name.optional(),
    template: name.optional().meta({ description: 'A name under templates' }),
    podSpec: pod.optional(),
    usage: usage.optional(),
    replicas: count.optional().meta({ description: 'Number of pods from at on (default 1)' }),
    ...jobSize,
    volumeClaimTemplates: list(claimTemplate).meta({
      description: 'StatefulSet: claims that each of its pods gets, as NAME-WORKLOAD-NUMBER',
    }),
    arrivals: jobArrivals.optional(),
    sizes: sizes.optional(),
    count: count.optional().meta({ description: 'Job: how many Jobs or bursts of them arrive' }),
    burst: burst.optional(),
    pace: pace.optional(),
    first: first.optional(),
    every: duration.optional().meta({ description: 'CronJob: from one run to the next' }),
    jitter: times.optional().meta({
      description: 'CronJob: how long after its time a run begins; Jobs with arrivals: a Job (default 0s)',
    }),
    until: duration
      .optional()
      .meta({ description: 'CronJob: no run from this time on; Jobs with arrivals: no Job' }),
    strategy: strategy.optional(),
    ages: z
      .array(duration, { error: wanted('a list of ages', '[5h, 3h2m]') })
      .min(1, { error: 'needs at least one age' })
      .optional()
      .meta({ description: 'Pods that exist at 0s, and how long before they started; not a CronJob' }),
    lifetime: times.optional().meta({ description: 'From started to its end; absent: for ever' }),
    phases: phases.optional(),
    end: ends.optional(),
  })
  .meta({
    id: 'Workload',
    description:
      'A workload whose pods a controller creates and replaces; a later entry of the same kind and name scales it or changes its template',
  });

/** All keys of a scenario file. Every object is strict, so that an unknown key is reported. */
export const scenarioFile = z
  .strictObject(
    {
      apiVersion: z
        .string()
        .optional()
        .refine((version) => version === undefined || /^keg\.dev\/v1[a-z0-9]*$/.test(version), {
          error: (issue) => `${show(issue.input)} is not keg.dev/v1alpha1`,
        }),
      kind: z
        .string()
        .optional()
        .refine((kind) => kind === undefined || kind === 'Scenario', {
          error: (issue) => `${show(issue.input)} is not Scenario`,
        }),
      metadata: metadata.nullish(),
      seed: z
        .int({ error: wanted('a whole number', '7') })
        .min(0)
        .optional()
        .meta({ description: 'Default of --seed' }),
      duration: duration.optional().meta({
        description: 'Where the scenario ends, also if pods still run; default: after the last event',
      }),
      cluster: cluster.nullish(),
      templates: z.record(z.string(), pod).nullish().meta({ description: 'Pod templates by name' }),
      events: z
        .strictObject(
          {
            pods: list(podEntry),
            nodes: list(nodeEvent),
            objects: list(objectEvent),
            scheduler: list(schedulerEvent),
            workloads: list(workload),
            failures: list(failureEntry),
          },
          { error: wanted('a map', '{pods: [...]}') },
        )
        .nullish(),
    },
    { error: wanted('a scenario', '{metadata: {...}, events: {pods: [...]}}') },
  )
  .meta({ title: 'kubectl keg scenario', description: 'A scenario that kubectl keg replays' });

export type ScenarioFile = z.output<typeof scenarioFile>;
export type NodeEntry = z.output<typeof nodeEntry>;
export type ObjectManifest = z.output<typeof objectManifest>;
export type ObjectEventEntry = z.output<typeof objectEvent>;
export type NodeEventEntry = z.output<typeof nodeEvent>;
export type SchedulerEventEntry = z.output<typeof schedulerEvent>;
export type WorkloadEntry = z.output<typeof workload>;
export type NodeTemplateEntry = z.output<typeof nodeTemplate>;

/** The JSON Schema (draft 2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioFile, { io: 'input', unrepresentable: 'any' });
}
