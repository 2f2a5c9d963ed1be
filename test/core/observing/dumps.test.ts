/** Tests on pods and nodes of real clusters (`kubectl get -o json`): the same requests as counted by hand, and no secrets. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import { parseAmount } from '../../../src/core/objects/quantity.ts';
import type { NodeObject } from '../../../src/core/observing/node-object.ts';
import { createNodeTransitions } from '../../../src/core/observing/node-transitions.ts';
import type { PodObject } from '../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../src/core/observing/pod-transitions.ts';
import { schedulingTemplate } from '../../../src/core/observing/scheduling-template.ts';
import { createSharedTemplates } from '../../../src/core/observing/shared-templates.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { sharedPath, sharedText, testWithShared } from '../../shared.ts';
import { keepingObserver } from './pod-states.ts';

interface NodeRequests {
  readonly pods_non_terminated: number;
  readonly pods_terminated: number;
  readonly alloc_cpu_milli: number;
  readonly req_cpu_milli: number;
  readonly req_memory_bytes: number;
}

interface ExpectedCluster {
  readonly label: string;
  readonly pods: number;
  readonly nodes: Readonly<Record<string, NodeRequests>>;
}

function itemsOf<Item>(path: string): Item[] {
  const list = JSON.parse(sharedText(path)) as { items?: Item[] | null } | Item[];
  return Array.isArray(list) ? list : (list.items ?? []);
}

function podsOf(label: string): PodObject[] {
  const folder = `data/${label}/pods`;
  return readdirSync(sharedPath(folder))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => itemsOf<PodObject>(join(folder, name)));
}

function observationsOf(label: string): Observation[] {
  const observations: Observation[] = [];
  const observer = keepingObserver(observations);
  const nodes = createNodeTransitions(observer, () => undefined);
  const share = createSharedTemplates();
  const pods = createPodTransitions(observer, (pod) => ({
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    template: share(schedulingTemplate(pod)),
  }));
  for (const node of itemsOf<NodeObject>(`data/${label}/nodes.json`)) nodes.seen(node, 0);
  for (const pod of podsOf(label)) pods.seen(pod, 0);
  return observations;
}

/** The requests of the pods that are bound and not finished, by node. */
function requestsByNode(observations: readonly Observation[]): Record<string, NodeRequests> {
  const all = <Kind extends Observation['kind']>(kind: Kind) =>
    observations.filter((each): each is Extract<Observation, { kind: Kind }> => each.kind === kind);
  const templates = new Map(all('template').map(({ hash, template }) => [hash, template]));
  const templateOf = new Map(all('pod-created').map(({ uid, template }) => [uid, templates.get(template)!]));
  const finished = new Set(all('pod-finished').map(({ uid }) => uid));
  return Object.fromEntries(
    all('node-added').map(({ name, allocatable }) => {
      const here = all('pod-bound').filter(({ node }) => node === name);
      const holding = here.filter(({ uid }) => !finished.has(uid));
      const requests = holding.map(({ uid }) => podRequest(templateOf.get(uid)!.spec));
      const total = (resource: string) =>
        requests.reduce((sum, request) => sum + (request.get(resource) ?? 0), 0);
      const counted: NodeRequests = {
        pods_non_terminated: holding.length,
        pods_terminated: here.length - holding.length,
        alloc_cpu_milli: parseAmount('cpu', allocatable.cpu!),
        req_cpu_milli: total('cpu'),
        req_memory_bytes: total('memory'),
      };
      return [name, counted];
    }),
  );
}

function eachCluster(t: ExecutionContext, check: (cluster: ExpectedCluster) => void): void {
  const clusters = JSON.parse(sharedText('data/expected_node_requests.json')) as ExpectedCluster[];
  t.true(clusters.length > 0);
  for (const cluster of clusters) check(cluster);
}

testWithShared('the requests on the nodes of two real clusters are those counted independently', (t) => {
  eachCluster(t, ({ label, pods, nodes }) => {
    const observations = observationsOf(label);
    t.is(observations.filter(({ kind }) => kind === 'pod-created').length, pods);
    const requests = requestsByNode(observations);
    t.deepEqual(Object.keys(requests).sort(), Object.keys(nodes).sort());
    for (const [name, expected] of Object.entries(nodes)) t.like(expected, { ...requests[name]! });
  });
});

/** Everything in a pod that could be a secret: what containers start with, and annotations. */
function secretsOf(pod: PodObject): string[] {
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])] as readonly {
    readonly env?: readonly { readonly value?: string }[];
    readonly args?: readonly string[];
    readonly command?: readonly string[];
  }[];
  const ofContainers = containers.flatMap(({ env = [], args = [], command = [] }) => [
    ...env.flatMap(({ value }) => value ?? []),
    ...args,
    ...command,
  ]);
  return [...ofContainers, ...Object.values(pod.metadata.annotations ?? {})];
}

/** Every text value except names and images of containers, which commands and arguments often equal. */
function* valuesOf(data: unknown): Generator<string> {
  if (typeof data === 'string') yield data;
  else if (typeof data === 'object' && data !== null)
    for (const [field, value] of Object.entries(data))
      if (field !== 'name' && field !== 'image') yield* valuesOf(value);
}

testWithShared('templates of real pods contain no env value, argument, command or annotation', (t) => {
  eachCluster(t, ({ label }) => {
    const templates = observationsOf(label).filter(({ kind }) => kind === 'template');
    // Short ones, such as "true", "100m" and "primary", are not secret and occur everywhere.
    const secrets = new Set(
      podsOf(label)
        .flatMap(secretsOf)
        .filter((secret) => secret.length >= 8),
    );
    t.true(secrets.size > 10);
    t.deepEqual(
      [...valuesOf(templates)].filter((value) => secrets.has(value)),
      [],
    );
    const recorded = JSON.stringify(templates);
    for (const field of ['env', 'args', 'command', 'annotations', 'volumes', 'volumeMounts'])
      t.false(recorded.includes(`"${field}":`), `${label}: ${field}`);
  });
});

testWithShared('pods of one workload of a real cluster share a template', (t) => {
  eachCluster(t, ({ label, pods }) => {
    const templates = observationsOf(label).filter(({ kind }) => kind === 'template').length;
    t.true(templates < pods, `${label}: ${templates} templates of ${pods} pods`);
    t.log(`${label}: ${templates} templates of ${pods} pods`);
  });
});
