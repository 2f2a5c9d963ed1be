/** Gives pods the overhead and the placement of their RuntimeClass, as an API server does (plugin/pkg/admission/runtimeclass/admission.go). */
import { didYouMean } from '../../errors/did-you-mean.ts';
import type { RuntimeClass } from '../../objects/cluster-object.ts';
import type { PodSpec, Toleration } from '../../objects/pod.ts';
import { parseResourceList } from '../../objects/quantity.ts';
import type { ClassesInTime } from './classes-in-time.ts';
import type { Finding } from './finding.ts';

/** A class that the scenario does not define is an error, and so is an overhead without a class that has it. */
export function admitRuntimeClass(
  spec: PodSpec,
  classes: ClassesInTime<'RuntimeClass'>,
  at: number,
  find: Finding,
): PodSpec {
  const { runtimeClassName: name } = spec;
  if (!name) {
    refuseOverhead(spec, find);
    return spec;
  }
  const known = classes.get(name, at);
  if (!known) {
    const meant = didYouMean(name, classes.names());
    const next = meant ? `did you mean "${meant}"?` : 'add it under cluster.objects';
    find('error', 'unknown-object', 'runtimeClassName', `no RuntimeClass is called "${name}" (${next})`);
    return spec;
  }
  return withScheduling(withOverhead(spec, known, find), known, find);
}

function refuseOverhead({ overhead }: PodSpec, find: Finding): void {
  if (Object.keys(overhead ?? {}).length === 0) return;
  const message =
    'needs runtimeClassName, with the RuntimeClass of this overhead: add it, or leave overhead out';
  find('error', 'conflicting-keys', 'overhead', message);
}

function withOverhead(spec: PodSpec, { metadata, overhead }: RuntimeClass, find: Finding): PodSpec {
  const written = spec.overhead ?? {};
  const podFixed = overhead?.podFixed ?? {};
  const isWritten = Object.keys(written).length > 0;
  if (isWritten && !sameAmounts(written, podFixed)) {
    const message = `differs from the overhead of RuntimeClass "${metadata.name}": leave it out`;
    find('error', 'conflicting-keys', 'overhead', message);
  }
  return Object.keys(podFixed).length === 0 ? spec : { ...spec, overhead: podFixed };
}

function sameAmounts(
  left: NonNullable<PodSpec['overhead']>,
  right: NonNullable<PodSpec['overhead']>,
): boolean {
  const amounts = parseResourceList(right);
  const others = parseResourceList(left);
  return amounts.size === others.size && [...others].every(([key, amount]) => amounts.get(key) === amount);
}

function withScheduling(spec: PodSpec, { metadata, scheduling }: RuntimeClass, find: Finding): PodSpec {
  if (!scheduling) return spec;
  const own = spec.nodeSelector ?? {};
  const nodeSelector = { ...own, ...scheduling.nodeSelector };
  for (const [key, value] of Object.entries(own)) {
    if (nodeSelector[key] !== value) {
      const message = `${key} is "${value}", but RuntimeClass "${metadata.name}" selects "${nodeSelector[key]}"`;
      find('error', 'conflicting-keys', 'nodeSelector', message);
    }
  }
  const tolerations = mergeTolerations(spec.tolerations ?? [], scheduling.tolerations ?? []);
  return {
    ...spec,
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations }),
  };
}

/** Leaves out a toleration that another one covers (pkg/util/tolerations, MergeTolerations). */
function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  for (const [index, each] of all.entries()) {
    const later = all.slice(index + 1).filter((other) => !isSame(other, each));
    if ([...merged, ...later].some((other) => covers(other, each))) continue;
    merged.push(each);
  }
  return merged;
}

/** Whether `wide` tolerates all that `narrow` does (the same file, isSuperset). */
function covers(wide: Toleration, narrow: Toleration): boolean {
  if (isSame(wide, narrow)) return true;
  const isExists = wide.operator === 'Exists';
  if ((wide.key ?? '') !== (narrow.key ?? '') && (wide.key || !isExists)) return false;
  if (wide.effect && wide.effect !== narrow.effect) return false;
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds)
      return false;
  }
  if (isExists) return true;
  const isEqual = !wide.operator || wide.operator === 'Equal';
  return isEqual && narrow.operator === 'Equal' && (wide.value ?? '') === (narrow.value ?? '');
}

const TOLERATION_FIELDS = ['key', 'operator', 'value', 'effect', 'tolerationSeconds'] as const;

function isSame(left: Toleration, right: Toleration): boolean {
  return TOLERATION_FIELDS.every((field) => left[field] === right[field]);
}
