/** Reads the facts about a cluster that a play depends on. Changes nothing. */
import { counted } from '../../../core/errors/counted.ts';
import { UserError } from '../../../core/errors/user-error.ts';
import { type KubernetesObject, listPages } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { hasStatus } from '../play/cluster-calls.ts';
import { STAGES } from '../remove/removal-kinds.ts';
import { cleaningRights, RIGHTS, withRights } from './required-rights.ts';

export interface ClusterFacts {
  /** As its API server gives it: v1.36.3. */
  readonly version: string;
  readonly nodes: {
    readonly names: ReadonlySet<string>;
    readonly real: readonly string[];
    readonly ofRuns: ReadonlySet<string>;
  };
  readonly priorityClasses: ReadonlySet<string>;
  /** Whether it serves Stage objects. */
  readonly hasStages: boolean;
}

export async function clusterFacts(transport: Transport, simulator: NodeSimulator): Promise<ClusterFacts> {
  const { gitVersion } = await transport.call<{ gitVersion: string }>({ method: 'GET', path: '/version' });
  const [nodes, priorityClasses, hasStages] = await Promise.all([
    withRights(transport, [...RIGHTS, ...cleaningRights(false)], () => nodesOf(transport, simulator)),
    namesOf(transport, '/apis/scheduling.k8s.io/v1/priorityclasses'),
    servesStages(transport),
  ]);
  return { version: gitVersion, nodes, priorityClasses, hasStages };
}

/** @throws {UserError} (the cluster) where a node would really run what is played. */
export function refuseRealNodes(
  { nodes }: ClusterFacts,
  { context, server }: Transport,
  { name }: NodeSimulator,
): void {
  const [first, ...others] = nodes.real;
  if (first === undefined) return;
  throw new UserError(
    `context "${context}" (${server}) has ${nodes.real.length} of ${counted(nodes.names.size, 'node')} that ${name} does not simulate: ${first}${others.length > 0 ? ', …' : ''}`,
    {
      next: 'choose another --context, or give --allow-real-nodes if this is the cluster you mean',
      exitCode: 3,
    },
  );
}

async function nodesOf(transport: Transport, { isSimulated }: NodeSimulator): Promise<ClusterFacts['nodes']> {
  let names = new Set<string>();
  let real: string[] = [];
  let ofRuns = new Set<string>();
  for await (const { isFirst, items } of listPages<KubernetesObject>(transport, { path: '/api/v1/nodes' })) {
    if (isFirst) [names, real, ofRuns] = [new Set(), [], new Set()];
    for (const node of items) {
      names.add(node.metadata.name);
      const run = node.metadata.labels?.[RUN_LABEL];
      if (run !== undefined) ofRuns.add(run);
      if (!isSimulated(node)) real.push(node.metadata.name);
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
    // A user who may not list the classes gets classes of the run.
    if (!hasStatus(error, 403)) throw error;
  }
  return names;
}

async function servesStages(transport: Transport): Promise<boolean> {
  try {
    const { resources } = await transport.call<{ resources?: readonly { readonly name: string }[] }>({
      method: 'GET',
      path: STAGES.group,
    });
    return resources?.some(({ name }) => name === STAGES.resource) === true;
  } catch (error) {
    if (hasStatus(error, 404) || hasStatus(error, 403)) return false;
    throw error;
  }
}
