/** A pod of a recording as a scheduler sees it, made from its observations. */
import type { PodTemplate } from '../objects/pod.ts';
import type { PodCreatedObservation, PodOwner } from '../recording/pod-observation.ts';
import type { PodInfo } from '../scheduler/cache/pod-info.ts';
import type { PodState } from '../scheduler/framework/pod-state.ts';
import type { Microseconds } from '../time/microseconds.ts';

export interface RecordedPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** When it was first seen. */
  readonly createdAt: Microseconds;
  /** When it was created or last refused: kube-scheduler tries it again after that. */
  readonly queuedAt: Microseconds;
  /** Its place among the pods that came to the queue; undefined once it was refused, because the moment of the next try is not recorded. */
  readonly place: number | undefined;
  /** Whether it existed before the recording. */
  readonly isOlder: boolean;
  readonly owners: readonly PodOwner[];
  readonly template: PodTemplate;
  /** Its own labels, which add to those of the template. */
  readonly labels: Readonly<Record<string, string>>;
  readonly state: PodState;
  /** The node that it is on. */
  readonly node: string | undefined;
}

/** Reads a template object. */
type InfoReader = (template: PodTemplate) => PodInfo;

/** A pod that was just created. Its own volumes become part of its template. */
export function createdPod(
  created: PodCreatedObservation,
  shared: PodTemplate,
  infoOf: InfoReader,
  place: number,
): RecordedPod {
  const { uid, namespace, name, labels = {}, owners = [], volumes } = created;
  const template = volumes ? withVolumes(shared, volumes) : shared;
  const info = infoOf(template);
  const [controller] = owners;
  const owner = controller && { ...controller, controller: true };
  return {
    uid,
    namespace,
    name,
    createdAt: created.at,
    queuedAt: created.at,
    place,
    isOlder: created.age !== undefined,
    owners,
    template,
    labels,
    state: { uid, namespace, name, info, labels: { ...info.labels, ...labels }, owner },
    node: undefined,
  };
}

/** The pod with another template (a removed scheduling gate, other requests) or other labels of its own. */
export function podAfterChange(
  pod: RecordedPod,
  change: {
    readonly template?: PodTemplate | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
  },
  infoOf: InfoReader,
): RecordedPod {
  const { volumes } = pod.template.spec;
  const template = change.template
    ? volumes
      ? withVolumes(change.template, volumes)
      : change.template
    : pod.template;
  const labels = change.labels ?? pod.labels;
  const info = infoOf(template);
  return { ...pod, template, labels, state: { ...pod.state, info, labels: { ...info.labels, ...labels } } };
}

function withVolumes(template: PodTemplate, volumes: PodTemplate['spec']['volumes']): PodTemplate {
  return { ...template, spec: { ...template.spec, volumes: volumes ?? [] } };
}
