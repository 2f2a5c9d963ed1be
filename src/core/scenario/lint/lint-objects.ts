/** Warns of objects that are named and that nothing defines, and of objects that have no effect. */
import { didYouMean } from '../../errors/did-you-mean.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';
import { formatPosition, type SourcePosition } from '../../errors/user-error.ts';
import type { ClusterObject, ClusterObjectKind, ObjectOfKind } from '../../objects/cluster-object.ts';
import { compileLabelSelector } from '../../objects/label-selector.ts';
import type { Volume } from '../../objects/pod.ts';
import type { DrawnPods, ExplicitPod, Scenario } from '../scenario.ts';

/** @param scenario with an entry of pods for each workload. */
export function lintObjects(scenario: Scenario): Problem[] {
  const entries = scenario.pods.flatMap((entry) => (entry.kind === 'deletion' ? [] : [entry]));
  const known = namesOf(scenario);
  return [
    ...duplicates(scenario),
    ...removesNothing(scenario, known),
    ...entries.flatMap((entry) => unknownClaims(entry, known)),
    ...unknownStorageClasses(scenario, known),
    ...idleBudgets(scenario, entries),
  ];
}

type Names = ReadonlyMap<ClusterObjectKind, ReadonlySet<string>>;

/** The objects that the scenario ever has, by kind. */
function namesOf(scenario: Scenario): Names {
  const names = new Map<ClusterObjectKind, Set<string>>();
  for (const { object } of placed(scenario)) {
    const known = names.get(object.kind) ?? new Set<string>();
    names.set(object.kind, known.add(fullName(object.metadata)));
  }
  return names;
}

interface Placed {
  readonly object: ClusterObject;
  readonly position: SourcePosition;
}

function placed({ objects, objectEvents }: Scenario): Placed[] {
  return [...objects, ...objectEvents.flatMap((event) => (event.action === 'set' ? [event] : []))];
}

function placedOf<Kind extends ClusterObjectKind>(
  scenario: Scenario,
  kind: Kind,
): { object: ObjectOfKind<Kind>; position: SourcePosition }[] {
  return placed(scenario).flatMap(({ object, position }) =>
    object.kind === kind ? [{ object: object as ObjectOfKind<Kind>, position }] : [],
  );
}

function fullName({ namespace, name }: ClusterObject['metadata']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function hint(name: string, known: Iterable<string>): string {
  const meant = didYouMean(name, known);
  return meant ? ` (did you mean "${meant}"?)` : '';
}

/** Two of one name at the start: the second replaces the first. */
function duplicates({ objects }: Scenario): Problem[] {
  const first = new Map<string, SourcePosition>();
  return objects.flatMap(({ object, position }): Problem[] => {
    const name = fullName(object.metadata);
    const key = `${object.kind} ${name}`;
    const before = first.get(key);
    if (!before) {
      first.set(key, position);
      return [];
    }
    const message = `a second ${object.kind} called "${name}" (the first is at ${formatPosition(before)})`;
    return [warningAt('duplicate-object', position, message)];
  });
}

/** Controllers of workloads set objects too, which the scenario does not list. */
const OF_WORKLOADS: ReadonlySet<string> = new Set([
  'ReplicaSet',
  'StatefulSet',
  'Deployment',
  'DaemonSet',
  'Job',
]);

function removesNothing({ objectEvents }: Scenario, known: Names): Problem[] {
  return objectEvents.flatMap(({ action, object, position }): Problem[] => {
    const { kind, metadata } = object;
    const names = known.get(kind) ?? new Set();
    const name = fullName(metadata);
    if (action === 'set' || names.has(name) || OF_WORKLOADS.has(kind)) return [];
    return [
      warningAt(
        'unknown-object',
        position,
        `removes ${kind} "${name}", which does not exist${hint(name, names)}`,
      ),
    ];
  });
}

type Pods = ExplicitPod | DrawnPods;

function unknownClaims({ template, namespace, name, position }: Pods, known: Names): Problem[] {
  const claims = known.get('PersistentVolumeClaim') ?? new Set();
  return (template.spec.volumes ?? []).flatMap((volume): Problem[] => {
    const claim = volume.persistentVolumeClaim && `${namespace}/${volume.persistentVolumeClaim.claimName}`;
    if (!claim || claims.has(claim)) return [];
    const message = `pod "${name}" waits for PersistentVolumeClaim "${claim}", which nothing defines${hint(claim, claims)}`;
    return [warningAt('unknown-object', position, message)];
  });
}

/** A claim that names its volume needs no class. */
function unknownStorageClasses(scenario: Scenario, known: Names): Problem[] {
  const classes = known.get('StorageClass') ?? new Set();
  const volumes = placedOf(scenario, 'PersistentVolume');
  const isKnown = (name: string): boolean =>
    classes.has(name) || volumes.some(({ object }) => object.spec?.storageClassName === name);
  const check = (name: string | null | undefined, what: string, position: SourcePosition): Problem[] => {
    if (!name || isKnown(name)) return [];
    const message = `${what} has StorageClass "${name}", which nothing defines${hint(name, classes)}`;
    return [warningAt('unknown-object', position, message)];
  };
  return [
    ...placedOf(scenario, 'PersistentVolumeClaim').flatMap(({ object: { metadata, spec }, position }) =>
      spec?.volumeName
        ? []
        : check(spec?.storageClassName, `PersistentVolumeClaim "${fullName(metadata)}"`, position),
    ),
    ...scenario.workloads.flatMap(({ kind, name, claimTemplates = [], position }) =>
      claimTemplates.flatMap(({ metadata, spec }) =>
        check(spec?.storageClassName, `claim "${metadata.name}" of ${kind} "${name}"`, position),
      ),
    ),
    ...scenario.pods.flatMap((entry) =>
      entry.kind === 'deletion'
        ? []
        : (entry.template.spec.volumes ?? []).flatMap((volume) =>
            check(ephemeralClass(volume), `volume "${volume.name}" of pod "${entry.name}"`, entry.position),
          ),
    ),
  ];
}

function ephemeralClass({ ephemeral }: Volume): string | undefined {
  const template = ephemeral?.volumeClaimTemplate as
    | { readonly spec?: { readonly storageClassName?: unknown } | null }
    | null
    | undefined;
  const name = template?.spec?.storageClassName;
  return typeof name === 'string' ? name : undefined;
}

/** Labels that controllers add to pods, which templates do not have. */
const ADDED = /^(pod-template-hash|controller-revision-hash|.*\.kubernetes\.io\/.*|keg\.dev\/workload)$/;

/** Budgets whose selector matches no pod of the scenario. Pods of a recording, or new labels of pods, may match. */
function idleBudgets(scenario: Scenario, entries: readonly Pods[]): Problem[] {
  if (scenario.recorded !== undefined || scenario.podUpdates.some(({ change }) => change.labels)) return [];
  return placedOf(scenario, 'PodDisruptionBudget').flatMap(({ object, position }): Problem[] => {
    const { metadata, spec } = object;
    const selector = spec?.selector;
    const keys = [
      ...Object.keys(selector?.matchLabels ?? {}),
      ...(selector?.matchExpressions ?? []).map(({ key }) => key),
    ];
    if (keys.some((key) => ADDED.test(key))) return [];
    const matches = compileLabelSelector(selector);
    const hit = entries.some(
      ({ namespace, template }) =>
        namespace === metadata.namespace && matches(template.metadata?.labels ?? {}),
    );
    if (hit) return [];
    const message = `PodDisruptionBudget "${fullName(metadata)}" matches no pod of the scenario`;
    return [warningAt('idle-object', position, message)];
  });
}
