/** What an object that makes pods says of them: how many, and after which templates. */
import { isMap, type LooseMap, mapAt, textAt, valueAt } from '../objects/loose-json.ts';

/** Where the kinds of Kubernetes itself have their pod template; a trace names the places for its other kinds. */
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

/** Its pod templates, at the places that the trace names (JSON pointers) or where its kind has them. */
export function podTemplatesOf(object: unknown, places: readonly unknown[]): LooseMap[] {
  const kind = textAt(object, 'kind') ?? '';
  const own = Object.hasOwn(TEMPLATE_PLACES, kind) ? [TEMPLATE_PLACES[kind]] : [];
  return (places.length > 0 ? places : own).flatMap((place) => {
    if (typeof place !== 'string') return [];
    const keys = place.split('/').filter((key) => key !== '');
    const template = keys.length === 0 ? object : valueAt(object, ...keys);
    return isMap(template) && Array.isArray(mapAt(template, 'spec').containers) ? [template] : [];
  });
}

/** How many pods there are to be; undefined for kinds that do not say so. */
export function replicasOf(object: unknown): number | undefined {
  const kind = textAt(object, 'kind');
  if (kind === 'Pod') return 1;
  const { replicas } = mapAt(object, 'spec');
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0)
    return Math.min(replicas, MOST);
  // Replicas that are not given are one (pkg/apis/apps/v1/defaults.go).
  return kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet' ? 1 : undefined;
}

/** A typing error in a trace must not fill the disk. */
const MOST = 100_000;
