/** What is to be known of a cluster before something is played on it; asked for, nothing changed. */
import { UserError } from '../../../core/errors/user-error.ts';
import { type KubernetesObject, listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { hasStatus } from '../play/cluster-calls.ts';
import { isSimulatedNode } from './simulated-node.ts';

export interface ClusterFacts {
  /** As the API server says it: v1.36.3. */
  readonly version: string;
  readonly nodes: {
    readonly names: ReadonlySet<string>;
    readonly real: readonly string[];
    readonly ofRuns: ReadonlySet<string>;
  };
  readonly priorityClasses: ReadonlySet<string>;
  /** Whether it serves KWOK's Stage objects. */
  readonly hasStages: boolean;
}

export async function clusterFacts(transport: Transport): Promise<ClusterFacts> {
  const { gitVersion } = await transport.call<{ gitVersion: string }>({ method: 'GET', path: '/version' });
  const [nodes, priorityClasses, hasStages] = await Promise.all([
    nodesOf(transport),
    namesOf(transport, '/apis/scheduling.k8s.io/v1/priorityclasses'),
    servesStages(transport),
  ]);
  return { version: gitVersion, nodes, priorityClasses, hasStages };
}

/** `v1.36.3` → `1.36`. */
export function minorVersion(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version;
}

/** @throws {UserError} (usage) where a node would really run what is played. */
export function refuseRealNodes({ nodes }: ClusterFacts, { context, server }: Transport): void {
  const [first, ...others] = nodes.real;
  if (first === undefined) return;
  throw new UserError(
    `context "${context}" (${server}) has ${nodes.real.length} of ${nodes.names.size} nodes that KWOK does not simulate: ${first}${others.length > 0 ? ', …' : ''}`,
    {
      next: 'choose another --context, or say --allow-real-nodes if this is the cluster you mean',
      exitCode: 3,
    },
  );
}

async function nodesOf(transport: Transport): Promise<ClusterFacts['nodes']> {
  let names = new Set<string>();
  let real: string[] = [];
  let ofRuns = new Set<string>();
  for await (const { isFirst, items } of listPages<KubernetesObject>(transport, { path: '/api/v1/nodes' })) {
    if (isFirst) [names, real, ofRuns] = [new Set(), [], new Set()];
    for (const node of items) {
      names.add(node.metadata.name);
      const run = node.metadata.labels?.[RUN_LABEL];
      if (run !== undefined) ofRuns.add(run);
      if (!isSimulatedNode(node)) real.push(node.metadata.name);
    }
  }
  return { names, real, ofRuns };
}

async function namesOf(transport: Transport, path: string): Promise<Set<string>> {
  const names = new Set<string>();
  try {
    for await (const { items } of listPages<KubernetesObject>(transport, { path }))
      for (const { metadata } of items) names.add(metadata.name);
  } catch (error) {
    // Who may not see the classes makes its own.
    if (!hasStatus(error, 403)) throw error;
  }
  return names;
}

async function servesStages(transport: Transport): Promise<boolean> {
  try {
    const { resources } = await transport.call<{ resources?: readonly { readonly name: string }[] }>({
      method: 'GET',
      path: '/apis/kwok.x-k8s.io/v1alpha1',
    });
    return resources?.some(({ name }) => name === 'stages') === true;
  } catch (error) {
    if (hasStatus(error, 404) || hasStatus(error, 403)) return false;
    throw error;
  }
}
