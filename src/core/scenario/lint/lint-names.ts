/** Warns of names that are used twice, name nothing, or that an API server refuses. */

import { didYouMean } from '../../errors/did-you-mean.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';
import type { ProblemCode } from '../../errors/problem-codes.ts';
import type { SourcePosition } from '../../errors/user-error.ts';
import { formatPosition } from '../../errors/user-error.ts';
import type { NodePool, Scenario } from '../scenario.ts';
import { dnsSubdomain } from '../server-rules/name-syntax.ts';

export function lintNames(scenario: Scenario): Problem[] {
  return [...duplicates(scenario), ...refused(scenario), ...unknownNodes(scenario)];
}

function duplicates(scenario: Scenario): Problem[] {
  const nodes = scenario.nodes.map(({ name, position }) => ({ name, position }));
  const drawn = scenario.pods.flatMap((entry) =>
    entry.kind === 'drawn' ? [{ name: entry.name, position: entry.position }] : [],
  );
  return [
    ...repeated(nodes, 'duplicate-node', 'node'),
    ...repeated(drawn, 'duplicate-pod', 'entry with arrivals'),
    ...repeated(podsThatStay(scenario), 'duplicate-pod', 'pod'),
  ];
}

interface Named {
  readonly name: string;
  readonly position: SourcePosition;
}

/** Explicit pods without a deletion: after a deletion, the name is free again. */
function podsThatStay({ pods }: Scenario): Named[] {
  const deleted = new Set(
    pods.flatMap((entry) => (entry.kind === 'deletion' ? [`${entry.namespace}/${entry.podName}`] : [])),
  );
  return pods.flatMap((entry) => {
    if (entry.kind !== 'explicit') return [];
    const name = `${entry.namespace}/${entry.podName}`;
    return deleted.has(name) ? [] : [{ name, position: entry.position }];
  });
}

function repeated(entries: readonly Named[], code: ProblemCode, what: string): Problem[] {
  const first = new Map<string, SourcePosition>();
  return entries.flatMap(({ name, position }): Problem[] => {
    const before = first.get(name);
    if (before)
      return [
        warningAt(
          code,
          position,
          `a second ${what} called "${name}" (the first is at ${formatPosition(before)})`,
        ),
      ];
    first.set(name, position);
    return [];
  });
}

function refused(scenario: Scenario): Problem[] {
  const check = (name: string, position: SourcePosition, what: string): Problem[] => {
    if (dnsSubdomain(name) === undefined) return [];
    return [warningAt('refused-name', position, refusedNameMessage(name, what))];
  };
  return [
    ...scenario.nodes.flatMap((pool) => check(pool.name, pool.position, 'node')),
    ...scenario.pods.flatMap((entry) =>
      check(entry.kind === 'drawn' ? entry.name : entry.podName, entry.position, 'pod'),
    ),
  ];
}

/** `what` is the kind of object: a node, a pod, a Deployment. */
export function refusedNameMessage(name: string, what: string): string {
  return `"${name}" is no name that Kubernetes takes for a ${what} (lower case letters, digits, - and .)`;
}

function unknownNodes(scenario: Scenario): Problem[] {
  const known = new Set(scenario.nodes.map((pool) => pool.name));
  for (const event of scenario.nodeEvents) if (event.action === 'add') known.add(event.name);
  const named = [
    ...scenario.nodeEvents,
    ...(scenario.failures ?? []).flatMap(({ nodes = [], position }) =>
      nodes.map((name) => ({ name, action: 'failures', position })),
    ),
  ];
  for (const pool of scenario.autoscaler?.pools ?? []) known.add(pool.name);
  return named.flatMap(({ name, action, position }): Problem[] => {
    const pool = name.replace(/-\d+$/, '');
    if (known.has(name) || known.has(pool)) return [];
    const meant = didYouMean(name, known);
    const hint = meant ? ` (did you mean "${meant}"?)` : '';
    return [
      warningAt('unknown-node', position, `${action}: no node or node entry is called "${name}"${hint}`),
    ];
  });
}

/**
 * Pods that name their node, where no node ever has the name. A recording has nodes that its scenario does not list.
 *
 * @param scenario with an entry of pods for each workload.
 */
export function lintNodeNames({ nodes, nodeEvents, pods, recorded }: Scenario): Problem[] {
  if (recorded !== undefined) return [];
  const added = nodeEvents.filter(({ action }) => action === 'add');
  return pods.flatMap((entry): Problem[] => {
    if (entry.kind === 'deletion') return [];
    const name = entry.template.spec.nodeName;
    if (!name || [...nodes, ...added].some((pool) => mayHave(pool, name, added.length > 0))) return [];
    const message = `pod "${entry.name}" has the nodeName "${name}", which no node has: it stays pending`;
    return [warningAt('unknown-node', entry.position, message)];
  });
}

/** Added nodes of a pool go on counting, so with them every number of the pool is possible. */
function mayHave(
  { name, count }: Pick<NodePool, 'name' | 'count'>,
  node: string,
  isGrowing: boolean,
): boolean {
  if (count === undefined) return node === name;
  const [, pool, index] = /^(.*)-(\d+)$/.exec(node) ?? [];
  return pool === name && (isGrowing || Number(index) < count);
}
