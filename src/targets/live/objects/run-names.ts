/** The names, labels and annotations of what a run creates. They distinguish it from everything else in the cluster. */

import { randomInt } from 'node:crypto';
import { counted } from '../../../core/errors/counted.ts';
import { UserError } from '../../../core/errors/user-error.ts';
import { RUN_LABEL } from './run-label.ts';

/** On nodes: the pool of the scenario to which they belong. */
export const POOL_ANNOTATION = 'keg.dev/pool';
/** On pods of a workload: KIND/NAME of the scenario's workload. */
export const WORKLOAD_ANNOTATION = 'keg.dev/workload';
/** On the template of a workload's pods: a value that no other workload has. */
export const WORKLOAD_LABEL = 'keg.dev/workload';
/** On the pods and the node of a probe, which do not belong to the play. */
export const PROBE_LABEL = 'keg.dev/probe';

const LETTERS = 'bcdfghjkmnpqrstvwxz23456789';
const LENGTH = 6;
/** Of a DNS label. */
const LONGEST_NAME = 63;

/** Six letters and digits without vowels, so that no id is a word. */
export function newRunId(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

export function runLabels(run: string): Readonly<Record<string, string>> {
  return { [RUN_LABEL]: run };
}

/**
 * The namespace of the cluster in which a namespace of the scenario is played.
 *
 * @throws {UserError} (usage) for a name that leaves no room for the prefix.
 */
export function clusterNamespace(run: string, namespace: string): string {
  const name = namePrefix(run) + namespace;
  if (name.length <= LONGEST_NAME) return name;
  throw new UserError(`namespace "${namespace}" is too long for a live cluster, where it is called ${name}`, {
    next: `give it a name of at most ${counted(LONGEST_NAME - namePrefix(run).length, 'letter')}`,
  });
}

/** The name on the cluster of an object of the scenario that lives in no namespace. */
export function ownName(run: string, name: string): string {
  return namePrefix(run) + name;
}

/** The scenario's name of a namespace of the run. */
export function scenarioNamespace(run: string, namespace: string): string {
  return namespace.startsWith(namePrefix(run)) ? namespace.slice(namePrefix(run).length) : namespace;
}

function namePrefix(run: string): string {
  return `keg-${run}-`;
}
