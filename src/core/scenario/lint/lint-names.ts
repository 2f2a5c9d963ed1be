/** Names that stand for two things, for nothing, or that an API server would refuse. */

import { didYouMean } from '../../errors/did-you-mean.ts';
import type { Problem } from '../../errors/problem.ts';
import type { SourcePosition } from '../../errors/user-error.ts';
import { formatPosition } from '../../errors/user-error.ts';
import type { Scenario } from '../scenario.ts';

/** A lowercase RFC 1123 subdomain, as Kubernetes wants for pods and nodes. */
export const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export function lintNames(scenario: Scenario): Problem[] {
  return [...duplicates(scenario), ...refused(scenario), ...unknownNodes(scenario)];
}

function duplicates(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const nodes = new Map<string, SourcePosition>();
  for (const pool of scenario.nodes) tell(problems, nodes, pool.name, pool.position, 'node');
  const groups = new Map<string, SourcePosition>();
  const deleted = new Set(
    scenario.pods.flatMap((entry) =>
      entry.kind === 'deletion' ? [`${entry.namespace}/${entry.podName}`] : [],
    ),
  );
  for (const entry of scenario.pods) {
    if (entry.kind === 'drawn')
      tell(problems, groups, `drawn ${entry.name}`, entry.position, 'entry with arrivals', entry.name);
    if (entry.kind !== 'explicit') continue;
    const name = `${entry.namespace}/${entry.podName}`;
    if (!deleted.has(name)) tell(problems, groups, name, entry.position, 'pod', name);
  }
  return problems;
}

function tell(
  problems: Problem[],
  seen: Map<string, SourcePosition>,
  key: string,
  position: SourcePosition,
  what: string,
  name = key,
): void {
  const first = seen.get(key);
  if (!first) {
    seen.set(key, position);
    return;
  }
  problems.push({
    code: 'unlikely-value',
    severity: 'warning',
    position,
    message: `a second ${what} called "${name}" (the first is at ${formatPosition(first)})`,
  });
}

function refused(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const check = (name: string, position: SourcePosition, what: string): void => {
    if (SUBDOMAIN.test(name)) return;
    problems.push({
      code: 'unlikely-value',
      severity: 'warning',
      position,
      message: `"${name}" is no name that Kubernetes takes for a ${what} (lower case letters, digits, - and .)`,
    });
  };
  for (const pool of scenario.nodes) check(pool.name, pool.position, 'node');
  for (const entry of scenario.pods)
    check(entry.kind === 'drawn' ? entry.name : entry.podName, entry.position, 'pod');
  return problems;
}

function unknownNodes(scenario: Scenario): Problem[] {
  const known = new Set(scenario.nodes.map((pool) => pool.name));
  for (const event of scenario.nodeEvents) if (event.action === 'add') known.add(event.name);
  return scenario.nodeEvents.flatMap((event): Problem[] => {
    const pool = event.name.replace(/-\d+$/, '');
    if (known.has(event.name) || known.has(pool)) return [];
    const meant = didYouMean(event.name, known);
    return [
      {
        code: 'unlikely-value',
        severity: 'warning',
        position: event.position,
        message: `${event.action}: no node or node entry is called "${event.name}"${meant ? ` (did you mean "${meant}"?)` : ''}`,
      },
    ];
  });
}
