/** Describes the pods of a DaemonSet: its template without what the controller adds for each node, and the nodes on which it runs. */

import { NODE_NAME_FIELD, type NodeMatcher, requiredNodeAffinity } from '../../objects/node-selector.ts';
import type { Affinity, NodeSelectorTerm, PodSpec, PodTemplate, Toleration } from '../../objects/pod.ts';
import { canonicalJson } from '../../recording/template-hash.ts';
import type { NodeHistory } from '../nodes/node-history.ts';
import type { Watch } from '../pods/group-samples.ts';
import { groupOf, type WorkloadGroup } from '../pods/workload-group.ts';
import { revisedTemplate, withCutOffs } from './controlled-pods.ts';
import type { ControlledPod } from './controller-clues.ts';
import { agesOf, presentAtStart, reactionGap } from './count-changes.ts';
import type { FoundWorkload } from './found-workload.ts';
import { rolloutsByRevision } from './rollouts.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
/** Effects of the tolerations that the controller adds, by key (pkg/controller/daemon/util/daemonset_util.go, AddOrUpdateDaemonPodTolerations). */
const ADDED_TOLERATION =
  /^node\.kubernetes\.io\/(?:(?:not-ready|unreachable)=NoExecute|(?:disk-pressure|memory-pressure|pid-pressure|unschedulable|network-unavailable)=NoSchedule)$/;

/** The name of the one node for which a DaemonSet's controller created the pod; undefined for other pods. */
export function targetOf({ template }: Pick<ControlledPod, 'template'>): string | undefined {
  const terms = template.spec.affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms;
  const [field, another] = terms?.length === 1 ? (terms[0]!.matchFields ?? []) : [];
  const isOne = field?.key === NODE_NAME_FIELD && field.operator === 'In' && field.values?.length === 1;
  return isOne && !another ? field.values![0] : undefined;
}

/** Where the template alone allows nodes that never had a pod, the nodes are listed in its affinity. */
export function daemonWorkload(
  name: string,
  owned: readonly ControlledPod[],
  nodes: readonly NodeHistory[],
  { resolution }: Watch,
): { readonly group: WorkloadGroup; readonly workload: FoundWorkload } {
  const pods = owned.map((pod) => ({ ...pod, template: daemonTemplate(pod.template) }));
  const gap = reactionGap(resolution);
  const rollouts = rolloutsByRevision(pods, revisionOf, gap);
  const hosts = new Set(owned.flatMap((pod) => targetOf(pod) ?? pod.node ?? []));
  const first = rollouts[0];
  const initial = first ? pods.filter(({ created }) => created < first.at) : pods;
  const plain = groupOf(name, pods[0]!.namespace, initial.length > 0 ? initial : pods);
  const template = restricted(plain.template, hosts, nodes);
  const isBack = (pod: ControlledPod): boolean =>
    pods.some(
      ({ node, created }) =>
        node === pod.node && created >= pod.gone! && created - (pod.ended ?? pod.gone!) <= gap,
    );
  const cutOff = new Set([
    ...rollouts.flatMap(({ old }) => [...old]),
    ...pods.filter((pod) => pod.gone !== undefined && pod.cause === 'deleted' && !isBack(pod)),
  ]);
  const begun = presentAtStart(pods).length > 0 ? 0 : Math.min(...pods.map(({ created }) => created));
  const workload: FoundWorkload = {
    kind: 'DaemonSet',
    name,
    steps: [
      { at: begun, pods: 1 },
      ...rollouts.map(({ at, fresh }, index) => {
        const next = restricted(groupOf(name, pods[0]!.namespace, [...fresh]).template, hosts, nodes);
        return { at, pods: 1, template: revisedTemplate(next, template, index + 2) };
      }),
    ],
    ages: agesOf(presentAtStart(pods)),
  };
  return { group: withCutOffs({ ...plain, template }, pods, cutOff), workload };
}

function revisionOf({ labels, template }: ControlledPod): string {
  return labels?.['controller-revision-hash'] ?? canonicalJson(template.spec);
}

/** Without the affinity to one node and the tolerations that the controller adds. */
function daemonTemplate(template: PodTemplate): PodTemplate {
  const { affinity, tolerations, ...spec } = template.spec;
  const own = tolerations?.filter((toleration) => !isAdded(toleration)) ?? [];
  const kept = targetOf({ template }) === undefined ? affinity : withoutTarget(affinity);
  return {
    ...template,
    spec: { ...spec, ...(kept && { affinity: kept }), ...(own.length > 0 && { tolerations: own }) },
  };
}

function isAdded({ key, operator, effect, value, tolerationSeconds }: Toleration): boolean {
  const isPlain = operator === 'Exists' && !value && tolerationSeconds == null;
  return isPlain && ADDED_TOLERATION.test(`${key}=${effect}`);
}

function withoutTarget(affinity: Affinity | null | undefined): Affinity | undefined {
  const { nodeAffinity, ...others } = affinity ?? {};
  const { [REQUIRED]: _target, ...preferred } = nodeAffinity ?? {};
  const rest = { ...others, ...(Object.keys(preferred).length > 0 && { nodeAffinity: preferred }) };
  return Object.keys(rest).length > 0 ? rest : undefined;
}

function restricted(
  template: PodTemplate,
  hosts: ReadonlySet<string>,
  nodes: readonly NodeHistory[],
): PodTemplate {
  const matches: NodeMatcher | undefined = requiredNodeAffinity(template.spec);
  const others = nodes.filter(
    ({ name, states }) => !hosts.has(name) && (!matches || matches(states.at(-1)!.node)),
  );
  if (others.length === 0 || hosts.size === 0) return template;
  const nodeSelectorTerms: NodeSelectorTerm[] = [...hosts].map((host) => ({
    matchFields: [{ key: NODE_NAME_FIELD, operator: 'In', values: [host] }],
  }));
  const { affinity } = template.spec;
  const nodeAffinity = { ...affinity?.nodeAffinity, [REQUIRED]: { nodeSelectorTerms } };
  const spec: PodSpec = { ...template.spec, affinity: { ...affinity, nodeAffinity } };
  return { ...template, spec };
}
