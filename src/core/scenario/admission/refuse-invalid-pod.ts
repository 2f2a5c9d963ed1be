/** Refuses combinations of fields that an API server refuses in a pod (pkg/apis/core/validation), so that no pod is played that no cluster would take. */
import type { PodSpec } from '../../objects/pod.ts';
import type { Finding } from './finding.ts';

export function refuseInvalidPod(spec: PodSpec, find: Finding): void {
  refuseGates(spec, find);
  refuseConstraints(spec, find);
}

function refuseGates({ schedulingGates, nodeName }: PodSpec, find: Finding): void {
  if (!schedulingGates?.length) return;
  if (nodeName)
    find(
      'error',
      'conflicting-keys',
      'nodeName',
      'a pod with schedulingGates has no node yet: leave out one of the two',
    );
  const names = schedulingGates.map(({ name }) => name);
  const second = names.find((name, index) => names.indexOf(name) < index);
  if (second !== undefined)
    find('error', 'invalid-value', 'schedulingGates', `gate "${second}" is there twice: keep one`);
}

function refuseConstraints({ topologySpreadConstraints = [] }: PodSpec, find: Finding): void {
  const refuse = (message: string): void =>
    find('error', 'conflicting-keys', 'topologySpreadConstraints', message);
  const seen = new Set<string>();
  for (const each of topologySpreadConstraints ?? []) {
    const { topologyKey, whenUnsatisfiable, minDomains } = each;
    const pair = `${topologyKey} with ${whenUnsatisfiable}`;
    if (seen.has(pair)) refuse(`two constraints for ${pair}: keep one`);
    seen.add(pair);
    if (minDomains != null && whenUnsatisfiable !== 'DoNotSchedule')
      refuse(`minDomains goes with whenUnsatisfiable: DoNotSchedule, not with ${whenUnsatisfiable}`);
  }
}
