/** Redacts one observation, kind by kind: what is not rebuilt here is a number, a moment or a word that keg itself wrote. */
import type { NodeAddedObservation, NodeChangedObservation, NodeOrder, Observation } from '../observation.ts';
import { isFeature, isSchedulerPlugin } from './known-words.ts';
import { number } from './plain-values.ts';
import { given } from './rebuilt-fields.ts';
import { redactLabels, redactTaints } from './redact-labels.ts';
import { redactOwner } from './redact-metadata.ts';
import type { NameRedaction } from './redact-names.ts';
import { redactObject } from './redact-object.ts';
import type { ProblemRedaction } from './redact-problem.ts';
import { redactTemplate, redactVolumes } from './redact-template.ts';

export interface ObservationRedaction {
  readonly how: NameRedaction;
  readonly message: (text: string) => string;
  readonly reason: (text: string) => string;
  /** The reason of a gap: keg's words, which may quote the API server. */
  readonly gapReason: (text: string) => string;
  readonly problem: ProblemRedaction;
  /** Whether names stay as they are. */
  readonly keepsNames: boolean;
}

/** Undefined for what may not be recorded at all. */
export function redactObservation(
  observation: Observation,
  redaction: ObservationRedaction,
): Observation | undefined {
  const safe = redactNamed(observation, redaction);
  return safe && 'uid' in safe ? { ...safe, uid: redaction.how.uid(safe.uid) } : safe;
}

/** Only the fields that are known. */
function orderOf({ at, since }: NodeOrder): NodeOrder {
  return { at, ...(since !== undefined && { since }) };
}

function redactNamed(observation: Observation, redaction: ObservationRedaction): Observation | undefined {
  const { how, message, reason, keepsNames } = redaction;
  const { name, podLabels } = how;
  const why = (text: string | undefined) => (text === undefined ? {} : { reason: reason(text) });
  switch (observation.kind) {
    case 'template':
      return { ...observation, template: redactTemplate(observation.template, how) };
    case 'node-added':
      return {
        ...observation,
        ...redactNodeState(observation, how),
        allocatable: how.resources(observation.allocatable),
        name: name('node', observation.name),
        ...(observation.ordered && { ordered: orderOf(observation.ordered) }),
        ...(observation.pool === undefined ? {} : { pool: name('pool', observation.pool) }),
      };
    case 'node-changed':
      return { ...observation, ...redactNodeState(observation, how) };
    case 'object-set': {
      const object = redactObject(observation.object, how);
      return object && { ...observation, object };
    }
    case 'pod-created':
      return {
        ...observation,
        namespace: name('namespace', observation.namespace),
        name: name('pod', observation.name),
        ...(observation.group === undefined ? {} : { group: redactGroup(observation.group, how) }),
        ...(observation.owners ? { owners: observation.owners.map((owner) => redactOwner(owner, how)) } : {}),
        ...(observation.labels ? { labels: redactLabels(observation.labels, podLabels) } : {}),
        ...(observation.volumes ? { volumes: redactVolumes(observation.volumes, how) } : {}),
      };
    case 'pod-changed':
      return observation.labels
        ? { ...observation, labels: redactLabels(observation.labels, podLabels) }
        : observation;
    case 'pod-nominated':
    case 'pod-bound':
      return observation.node === null
        ? observation
        : { ...observation, node: name('node', observation.node) };
    case 'pod-explained': {
      const plugin = (text: string) => (keepsNames || isSchedulerPlugin(text) ? text : name('plugin', text));
      const named = <Value, Safe>(byNode: Readonly<Record<string, Value>>, as: (value: Value) => Safe) =>
        Object.fromEntries(Object.entries(byNode).map(([node, value]) => [name('node', node), as(value)]));
      const byPlugin = <Value, Safe>(values: Readonly<Record<string, Value>>, as: (value: Value) => Safe) =>
        Object.fromEntries(Object.entries(values).map(([text, value]) => [plugin(text), as(value)]));
      return {
        ...observation,
        node: observation.node === null ? null : name('node', observation.node),
        refused: named(observation.refused, (reasons) => byPlugin(reasons, message)),
        scores: named(observation.scores, (scores) => byPlugin(scores, (score) => score)),
      };
    }
    case 'pod-unschedulable':
      return { ...observation, message: message(observation.message), ...why(observation.reason) };
    case 'pod-finished':
    case 'pod-deleted':
      return { ...observation, ...why(observation.reason) };
    case 'pod-restarted':
    case 'pod-container-ended': {
      const { container } = observation;
      return {
        ...observation,
        ...(container === undefined ? {} : { container: name('container', container) }),
        ...why(observation.reason),
      };
    }
    case 'pod-disrupted':
      return {
        ...observation,
        reason: reason(observation.reason),
        ...(observation.message === undefined ? {} : { message: message(observation.message) }),
        ...(observation.by === undefined ? {} : { by: how.uid(observation.by) }),
      };
    case 'gap':
      return { ...observation, reason: redaction.gapReason(observation.reason) };
    case 'scheduler-changed':
      return redactSchedulerChange(observation, redaction);
    case 'close':
      return observation.problems
        ? { ...observation, problems: observation.problems.map(redaction.problem) }
        : observation;
    default:
      return observation;
  }
}

type SchedulerChange = Extract<Observation, { kind: 'scheduler-changed' }>;

/** A configuration names profiles, labels and resources in too many places: with pseudonyms it is left out. */
function redactSchedulerChange(
  observation: SchedulerChange,
  { how, keepsNames }: ObservationRedaction,
): SchedulerChange {
  if (keepsNames) return observation;
  const { configuration: _left, name, weights, ...rest } = observation;
  return {
    ...rest,
    ...(name === undefined ? {} : { name: how.name('scheduler', name) }),
    ...(weights && {
      weights: Object.fromEntries(
        Object.entries(weights).map(([plugin, weight]) => [
          isSchedulerPlugin(plugin) ? plugin : how.name('plugin', plugin),
          weight,
        ]),
      ),
    }),
  };
}

function redactNodeState(
  {
    labels,
    taints,
    images,
    declaredFeatures,
    capacity,
    allocatable,
  }: NodeChangedObservation | NodeAddedObservation,
  how: NameRedaction,
): Partial<NodeChangedObservation> {
  return {
    ...(labels ? { labels: redactLabels(labels, how.nodeLabels) } : {}),
    ...(taints ? { taints: redactTaints(taints, how.nodeLabels) } : {}),
    ...(capacity ? { capacity: how.resources(capacity) } : {}),
    ...(allocatable ? { allocatable: how.resources(allocatable) } : {}),
    ...(images
      ? {
          images: images.map(({ names, sizeBytes }) =>
            given({ names: names?.map(how.image) ?? [], sizeBytes: number(sizeBytes) }),
          ),
        }
      : {}),
    ...(declaredFeatures ? { declaredFeatures: declaredFeatures.filter(isFeature) } : {}),
  };
}

/** `Deployment/web` */
function redactGroup(text: string, how: NameRedaction): string {
  const slash = text.indexOf('/');
  if (slash < 0) return how.name('owner', text);
  const kind = text.slice(0, slash);
  return `${kind === '' ? '' : how.ownerKind(kind)}/${how.name('owner', text.slice(slash + 1))}`;
}
