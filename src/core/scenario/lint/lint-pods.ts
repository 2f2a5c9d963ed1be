/** Warns of pods that fit on no node of the scenario, and of tolerations and keys without an effect. */

import { type Problem, warningAt } from '../../errors/problem.ts';
import { admitPod } from '../../objects/admission.ts';
import type { RuntimeClass } from '../../objects/cluster-object.ts';
import type { Taint } from '../../objects/node.ts';
import type { Toleration } from '../../objects/pod.ts';
import { podRequest } from '../../objects/pod-request.ts';
import { parseResourceList, type ResourceAmounts } from '../../objects/quantity.ts';
import type { NodeOffer } from '../node-offer.ts';
import type { DrawnPods, ExplicitPod, Scenario } from '../scenario.ts';

export function lintPods(scenario: Scenario): Problem[] {
  const offers: Partial<NodeOffer>[] = [
    ...scenario.nodes,
    ...scenario.nodeEvents.flatMap((event) => event.offer ?? []),
    ...(scenario.autoscaler?.pools ?? []).map(({ offer }) => offer),
  ];
  const entries = scenario.pods.flatMap((entry) => (entry.kind === 'deletion' ? [] : [entry]));
  const problems: Problem[] = [];
  if (scenario.pods.length === 0 && scenario.recorded === undefined) {
    const message = 'there is nothing to play: add pods under events.pods';
    problems.push(warningAt('nothing-to-play', scenario.position, message));
  }
  if (scenario.nodes.length === 0 && entries.length > 0 && offers.length === 0) {
    const message =
      'the scenario has no nodes: give them under cluster.nodes, or with --nodes 4:cpu=8,memory=32Gi';
    problems.push(warningAt('no-nodes', entries[0]!.position, message));
  }
  const taints = offers.flatMap((offer) => offer.taints ?? []);
  const capacities = offers.flatMap((offer) =>
    offer.allocatable ? [parseResourceList(offer.allocatable)] : [],
  );
  const admitted = tolerationsOfClasses(scenario);
  for (const entry of entries) {
    problems.push(...tooLarge(entry, capacities), ...idleAlike(entry));
    // Where the scenario has no nodes, those of a cluster or a flag have taints of their own.
    if (offers.length > 0) problems.push(...idleTolerations(entry, taints, admitted));
  }
  return problems;
}

function tooLarge(entry: ExplicitPod | DrawnPods, capacities: readonly ResourceAmounts[]): Problem[] {
  if (capacities.length === 0 || (entry.kind === 'drawn' && entry.requests)) return [];
  // As the API server stores it: a limit without a request is a request too.
  const request = podRequest(admitPod(entry.template.spec));
  const fits = capacities.some((capacity) =>
    [...request].every(([resource, amount]) => amount === 0 || amount <= (capacity.get(resource) ?? 0)),
  );
  if (fits) return [];
  const limiting = [...request].find(([resource, amount]) =>
    capacities.every((capacity) => amount > (capacity.get(resource) ?? 0)),
  );
  const what = limiting
    ? `no node offers as much ${limiting[0]} as pod "${entry.name}" requests (${limiting[1]}${limiting[0] === 'cpu' ? 'm' : ''})`
    : `no single node offers all that pod "${entry.name}" requests`;
  return [warningAt('pod-too-large', entry.position, `${what}: it can never be bound`)];
}

/** Pods can only be alike in what is drawn: a lifetime, or a member of a mix. */
function idleAlike(entry: ExplicitPod | DrawnPods): Problem[] {
  if (entry.kind !== 'drawn' || entry.alike === undefined || entry.mix) return [];
  if (entry.lifetime !== null && entry.lifetime.family !== 'constant') return [];
  const why = entry.lifetime === null ? 'they have no lifetime' : 'all have the same lifetime';
  const message = `alike changes nothing for the pods of "${entry.name}": ${why}`;
  const next = 'write for example lifetime: {type: exponential, mean: 5m}, or leave alike out';
  return [{ ...warningAt('left-out', entry.position, message), next }];
}

/** Those that a RuntimeClass adds to pods. */
function tolerationsOfClasses({ objects, objectEvents }: Scenario): ReadonlySet<Toleration> {
  return new Set(
    [...objects, ...objectEvents].flatMap(({ object }) =>
      object.kind === 'RuntimeClass' ? ((object as RuntimeClass).scheduling?.tolerations ?? []) : [],
    ),
  );
}

function idleTolerations(
  entry: ExplicitPod | DrawnPods,
  taints: readonly Taint[],
  admitted: ReadonlySet<Toleration>,
): Problem[] {
  return (entry.template.spec.tolerations ?? []).flatMap((toleration): Problem[] => {
    const key = toleration.key ?? '';
    // Admission adds tolerations of the control plane's own taints (not-ready, unreachable, unschedulable, …) to every pod.
    if (admitted.has(toleration) || key === '' || key.startsWith('node.kubernetes.io/')) return [];
    if (taints.some((taint) => couldTolerate(toleration, taint))) return [];
    const message = `the toleration of "${key}" matches no taint of any node in this scenario`;
    return [warningAt('idle-toleration', entry.position, message)];
  });
}

function couldTolerate(toleration: Toleration, taint: Taint): boolean {
  if (toleration.key !== taint.key) return false;
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  const operator = toleration.operator || 'Equal';
  return operator !== 'Equal' || (toleration.value ?? '') === (taint.value ?? '');
}
