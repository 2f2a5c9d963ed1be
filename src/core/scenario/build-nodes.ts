/** Reads node entries, which have three forms (pool, manifest, name with resources), and fills in their defaults. */
import type { NodeImage, Taint } from '../objects/node.ts';
import type { ResourceList } from '../objects/pod.ts';
import { poolOfLabels } from '../objects/pool-labels.ts';
import type { NodeOffer } from './node-offer.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { NodePool } from './scenario.ts';
import type { NodeEntry, NodeTemplateEntry } from './schema/scenario-file.ts';

/** Pods of a node that has no number of pods: the kubelet's default of --max-pods. */
export const DEFAULT_PODS = 110;

export function buildNodes(entries: readonly NodeEntry[], path: Path, report: Reporter): NodePool[] {
  return entries.flatMap((entry, index) => buildNode(entry, [...path, index], report));
}

function buildNode(entry: NodeEntry, path: Path, report: Reporter): NodePool[] {
  const isManifest = entry.metadata != null || entry.status != null || entry.spec != null;
  const name = entry.name ?? entry.metadata?.name;
  if (name === undefined || name === '') {
    report.error('missing-value', path, 'a node needs a name');
    return [];
  }
  if (isManifest && entry.template) {
    report.error(
      'conflicting-keys',
      [...path, 'template'],
      'metadata, spec and status make it a manifest: move them into the template, or leave the template out',
    );
    return [];
  }
  if (!isManifest && !entry.template) {
    report.error('missing-value', path, 'a node needs a template (or, as a manifest, status.allocatable)');
    return [];
  }
  const fields: NodeTemplateEntry = isManifest
    ? {
        labels: entry.metadata?.labels,
        taints: entry.spec?.taints,
        unschedulable: entry.spec?.unschedulable,
        capacity: entry.status?.capacity,
        allocatable: entry.status?.allocatable,
        images: entry.status?.images,
        declaredFeatures: entry.status?.declaredFeatures,
      }
    : entry.template!;
  const offerPath = isManifest ? [...path, 'status'] : [...path, 'template'];
  const offer = buildOffer(fields, offerPath, report);
  const pool = entry.count === undefined ? poolOfLabels(offer.labels) : name;
  return [{ name, pool, count: entry.count, ...offer, position: report.positionOf(path) }];
}

/** Fills in defaults: allocatable is the capacity, and the number of pods is 110. */
export function buildOffer(fields: NodeTemplateEntry, path: Path, report: Reporter): NodeOffer {
  const given = (fields.allocatable ?? fields.capacity) as ResourceList | null | undefined;
  if (!given)
    report.error(
      'missing-value',
      path,
      'no allocatable and no capacity: write what the node offers, for example {cpu: 4, memory: 16Gi}',
    );
  const allocatable = withPods(given ?? {});
  return {
    labels: fields.labels ?? {},
    taints: (fields.taints ?? []) as readonly Taint[],
    unschedulable: fields.unschedulable ?? false,
    capacity: fields.capacity ? withPods(fields.capacity as ResourceList) : allocatable,
    allocatable,
    images: (fields.images ?? []) as readonly NodeImage[],
    declaredFeatures: fields.declaredFeatures ?? [],
  };
}

function withPods(list: ResourceList): ResourceList {
  return list.pods === undefined ? { ...list, pods: DEFAULT_PODS } : list;
}
