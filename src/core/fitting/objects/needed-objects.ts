/** Chooses the recorded objects that decide where the fitted pods run. The others would only make the scenario long. */

import type {
  ClusterObject,
  ObjectOfKind,
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../objects/cluster-object.ts';
import { compileLabelSelector, type Labels } from '../../objects/label-selector.ts';
import type { PodAffinity, PodTemplate } from '../../objects/pod.ts';

/** A template of fitted pods, with the labels and volumes that all of them have. */
export interface FittedTemplate {
  readonly namespace: string;
  readonly template: PodTemplate;
}

/**
 * A test of objects: Services and budgets that select a template, classes that one names, claims that one mounts with their volumes and
 * storage classes, and namespaces where one selects namespaces. Controllers are left out: pods of a scenario have none, and its workloads
 * make their own.
 *
 * @param objects - all states of all objects.
 */
export function neededObjects(
  objects: readonly ClusterObject[],
  templates: readonly FittedTemplate[],
): (object: ClusterObject) => boolean {
  const claims = objects.filter(
    (object): object is PersistentVolumeClaim =>
      object.kind === 'PersistentVolumeClaim' && templates.some((each) => mounts(each, object)),
  );
  const claimKeys = new Set(claims.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  const volumes = new Set(claims.flatMap(({ spec }) => spec?.volumeName ?? []));
  const isVolume = ({ metadata, spec }: PersistentVolume): boolean =>
    volumes.has(metadata.name) || claimKeys.has(`${spec?.claimRef?.namespace}/${spec?.claimRef?.name}`);
  const classes = new Set(claims.flatMap(({ spec }) => spec?.storageClassName ?? []));
  const selectsNamespaces = templates.some(({ template }) => hasNamespaceSelector(template));
  const namespaces = new Set(templates.map(({ namespace }) => namespace));
  return (object) => {
    switch (object.kind) {
      case 'Service':
        return templates.some((each) => isSelected(each, object));
      case 'PodDisruptionBudget': {
        const matches = compileLabelSelector(object.spec?.selector);
        return templates.some(
          (each) => each.namespace === object.metadata.namespace && matches(labelsOf(each.template)),
        );
      }
      case 'PriorityClass':
        return templates.some(({ template }) => template.spec.priorityClassName === object.metadata.name);
      case 'RuntimeClass':
        return templates.some(({ template }) => template.spec.runtimeClassName === object.metadata.name);
      case 'Namespace':
        return selectsNamespaces && namespaces.has(object.metadata.name);
      case 'PersistentVolumeClaim':
        return claimKeys.has(`${object.metadata.namespace}/${object.metadata.name}`);
      case 'PersistentVolume':
        return isVolume(object);
      case 'StorageClass':
        return classes.has(object.metadata.name);
      case 'CSIDriver':
        return claims.length > 0;
      default:
        return false;
    }
  };
}

function isSelected({ namespace, template }: FittedTemplate, service: ObjectOfKind<'Service'>): boolean {
  const selector = Object.entries(service.spec?.selector ?? {});
  const labels = labelsOf(template);
  return (
    selector.length > 0 &&
    service.metadata.namespace === namespace &&
    selector.every(([key, value]) => labels[key] === value)
  );
}

function mounts({ namespace, template }: FittedTemplate, { metadata }: PersistentVolumeClaim): boolean {
  return (
    metadata.namespace === namespace &&
    (template.spec.volumes ?? []).some(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name,
    )
  );
}

function labelsOf({ metadata }: PodTemplate): Labels {
  return metadata?.labels ?? {};
}

function hasNamespaceSelector({ spec: { affinity } }: PodTemplate): boolean {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].some(
    (each) => each != null && selectsOthers(each),
  );
}

function selectsOthers(affinity: PodAffinity): boolean {
  return (
    (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
      (term) => term.namespaceSelector != null,
    ) ||
    (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).some(
      ({ podAffinityTerm }) => podAffinityTerm.namespaceSelector != null,
    )
  );
}
