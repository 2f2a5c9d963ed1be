/** Reads from an object that creates pods how many it wants, and from which templates. */
import { isLooseMap, type LooseMap, mapAt, textAt, valueAt } from '../objects/loose-json.ts';

/** Where Kubernetes' own kinds have their pod template; a trace names the places for other kinds. */
const TEMPLATE_PLACES: Readonly<Record<string, string>> = {
  CronJob: '/spec/jobTemplate/spec/template',
  DaemonSet: '/spec/template',
  Deployment: '/spec/template',
  Job: '/spec/template',
  Pod: '',
  ReplicaSet: '/spec/template',
  ReplicationController: '/spec/template',
  StatefulSet: '/spec/template',
};

/** The pod templates of an object, at the places that the trace names (JSON pointers) or where its kind has them. */
export function podTemplatesOf(object: unknown, places: readonly unknown[]): LooseMap[] {
  const kind = textAt(object, 'kind') ?? '';
  const own = Object.hasOwn(TEMPLATE_PLACES, kind) ? [TEMPLATE_PLACES[kind]] : [];
  return (places.length > 0 ? places : own).flatMap((place) => {
    if (typeof place !== 'string') return [];
    const keys = place.split('/').filter((key) => key !== '');
    const template = keys.length === 0 ? object : valueAt(object, ...keys);
    return isLooseMap(template) && Array.isArray(mapAt(template, 'spec').containers) ? [template] : [];
  });
}

/** How many pods the object wants; undefined for kinds that do not state it. */
export function replicasOf(object: unknown): number | undefined {
  const kind = textAt(object, 'kind');
  if (kind === 'Pod') return 1;
  const { replicas } = mapAt(object, 'spec');
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0)
    return Math.min(replicas, MOST);
  // Missing replicas are one (pkg/apis/apps/v1/defaults.go).
  return kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet' ? 1 : undefined;
}

/** Limits replicas, so that a typing error in a trace does not fill the disk. */
const MOST = 100_000;
