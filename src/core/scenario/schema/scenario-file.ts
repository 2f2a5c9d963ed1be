/** Defines the shape of a scenario file: the source of validation, of the result's types and of the JSON Schema for editors. */
import { z } from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { distribution, times } from './distribution.ts';
import { count, duration, freeText, name, quantity, resourceList } from './field.ts';
import { nodeManifestFields, nodeTemplate, pod } from './kubernetes-objects.ts';

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
  kubernetesVersion: freeText
    .optional()
    .meta({ description: 'Version of the scheduler, 1.30 to 1.37 (default 1.37)' }),
  scheduler: scheduler.nullish(),
});

const requests = z
  .union(
    [
      z.strictObject({
        type: z.literal('choice'),
        options: z
          .array(
            z.strictObject({
              weight: z.number().positive({ error: 'a weight is above 0' }).optional(),
              value: resourceList,
            }),
          )
          .min(1, { error: 'needs at least one option' }),
      }),
      z.record(
        z.string(),
        z.union([quantity, distribution], {
          error: wanted('a quantity or a distribution', '500m or {type: uniform, min: 100m, max: 2}'),
        }),
      ),
    ],
    { error: wanted('requests', '{cpu: {type: uniform, min: 100m, max: 2}, memory: 1Gi}') },
  )
  .meta({
    description:
      "Drawn requests of the template's first container: one distribution a resource, or a choice of whole sets",
  });

const phases = z.strictObject({
  started: times.optional().meta({ description: 'From bound to started (default 0s)' }),
  perStart: duration.optional().meta({ description: 'Added to started for each other start on the node' }),
  ready: times.optional().meta({ description: 'From started to ready (default 0s)' }),
  terminated: times.optional().meta({ description: 'From a deletion to the end (default 0s)' }),
});

const end = z
  .enum(['deleted', 'succeeded', 'failed'], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({ description: 'How a run ends: deleted by its owner (default), or by itself' });

const endWeight = z
  .number({ error: wanted('a weight', '3') })
  .min(0, { error: (issue) => `${show(issue.input)} is negative: a weight is 0 or more` })
  .finite()
  .optional();

/** Ends of drawn pods by weight. */
const ends = z
  .union([end, z.strictObject({ deleted: endWeight, succeeded: endWeight, failed: endWeight })], {
    error: wanted('an end (deleted, succeeded, failed)', 'succeeded'),
  })
  .meta({ description: 'How a run ends; for drawn pods also by weight: {succeeded: 97, failed: 3}' });

/** Competing ends: each pod draws a lifetime for every one of them, and the shortest counts. */
const competingEnds = z
  .array(z.strictObject({ end, lifetime: times }), {
    error: wanted('a list of ends with their lifetimes', '[{end: failed, lifetime: 10s}]'),
  })
  .min(1, { error: 'needs at least one end' })
  .meta({
    description:
      'Instead of lifetime and end: a lifetime for each way to end. The shortest drawn lifetime counts',
  });

const burst = z
  .strictObject({
    size: z
      .union([count, distribution], { error: wanted('how many pods', '{type: uniform, min: 1, max: 8}') })
      .meta({ description: 'How many pods a burst has; drawn sizes are rounded, at least 1' }),
    gap: times.optional().meta({ description: 'Between the pods of a burst (default 0s)' }),
  })
  .meta({ description: 'Pods arrive in bursts: arrivals draws the gaps between the starts of bursts' });

const pace = z
  .strictObject({
    every: duration.optional().meta({ description: 'The steps repeat after this long, as 24h for a day' }),
    steps: z
      .array(
        z.strictObject({
          at: duration,
          factor: z
            .number({ error: wanted('a factor', '0.5') })
            .min(0, { error: (issue) => `${show(issue.input)} is negative: a factor is 0 or more` })
            .max(1e6),
        }),
      )
      .min(1, { error: 'needs at least one step' }),
  })
  .meta({
    description: 'Factor of the arrival rate from each step on; 1 before the first step',
  });

const podEntry = z
  .strictObject({
    name: name.optional(),
    namespace: name.optional(),
    podSpec: pod.optional(),
    template: name.optional().meta({ description: 'A name under templates' }),
    eventType: z
      .enum(['create', 'delete'], { error: wanted('an event type (create, delete)', 'create') })
      .nullish()
      .transform((type) => type ?? undefined),
    end: ends.optional(),
    ends: competingEnds.optional(),
    phases: phases.optional(),
    arrivalTime: duration.optional().meta({ description: 'When it is created' }),
    evictTime: duration
      .optional()
      .meta({ description: 'How long it runs, counted from Running; absent or 0s: for ever' }),
    arrivals: distribution
      .optional()
      .meta({ description: 'Gaps between arrivals; times in seconds or Go durations' }),
    distribution: distribution
      .optional()
      .meta({ description: 'The same as arrivals (from the README of kube-event-generator)' }),
    burst: burst.optional(),
    pace: pace.optional(),
    lifetime: times.optional().meta({ description: 'From started to its end; absent: for ever' }),
    requests: requests.optional(),
    start: duration.optional().meta({ description: 'When arrivals begin (default 0s)' }),
    count: count.optional().meta({ description: 'How many pods' }),
    until: duration.optional().meta({ description: 'No arrivals from this time on' }),
  })
  .meta({
    id: 'PodEntry',
    description: 'One pod (arrivalTime), or pods drawn from distributions (arrivals)',
  });

const nodeEvent = z
  .strictObject({
    at: duration,
    action: z.enum(['add', 'remove', 'cordon', 'uncordon', 'update'], {
      error: wanted('an action (add, remove, cordon, uncordon, update)', 'cordon'),
    }),
    name: name.meta({ description: 'A node, or an entry of cluster.nodes for all (or count) of its nodes' }),
    count: count.optional(),
    template: nodeTemplate.optional(),
  })
  .meta({ id: 'NodeEvent' });

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

const workload = z
  .strictObject({
    at: duration,
    kind: z.enum(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'], {
      error: wanted('a kind (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job)', 'Deployment'),
    }),
    name,
    namespace: name.optional(),
    template: name.optional().meta({ description: 'A name under templates' }),
    podSpec: pod.optional(),
    replicas: count.optional().meta({ description: 'Number of pods from at on (default 1)' }),
    completions: count.optional().meta({ description: 'Job: how many pods must succeed (default 1)' }),
    parallelism: count.optional().meta({ description: 'Job: how many pods run at a time (default 1)' }),
    backoffLimit: count
      .optional()
      .meta({ description: 'Job: more failed pods than this end it (default 6)' }),
    lifetime: times.optional().meta({ description: 'From started to its end; absent: for ever' }),
    phases: phases.optional(),
    end: end.optional(),
  })
  .meta({
    id: 'Workload',
    description:
      'A workload whose pods a controller creates and replaces; a later entry of the same kind and name scales it',
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
            scheduler: list(schedulerEvent),
            workloads: list(workload),
          },
          { error: wanted('a map', '{pods: [...]}') },
        )
        .nullish(),
    },
    { error: wanted('a scenario', '{metadata: {...}, events: {pods: [...]}}') },
  )
  .meta({ title: 'kubectl keg scenario', description: 'A scenario that kubectl keg replays' });

export type ScenarioFile = z.output<typeof scenarioFile>;
export type PodFields = z.output<typeof podEntry>;
export type NodeEntry = z.output<typeof nodeEntry>;
export type NodeEventEntry = z.output<typeof nodeEvent>;
export type SchedulerEventEntry = z.output<typeof schedulerEvent>;
export type WorkloadEntry = z.output<typeof workload>;
export type NodeTemplateEntry = z.output<typeof nodeTemplate>;

/** The JSON Schema (draft 2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): unknown {
  return z.toJSONSchema(scenarioFile, { io: 'input', unrepresentable: 'any' });
}
