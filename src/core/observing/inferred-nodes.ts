/** Infers the nodes of a cluster from the pods that run on them, where the nodes themselves may not be read. */
import type { PodSpec, PodTemplate, ResourceList } from '../objects/pod.ts';
import { podRequest } from '../objects/pod-request.ts';
import { poolOfLabels } from '../objects/pool-labels.ts';
import { QuantityError } from '../objects/quantity.ts';
import type { Observation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import type { Microseconds } from '../time/microseconds.ts';

export interface InferredNodes extends Observer {
  /** Takes an observation of the recording that this one continues, and observes nothing. */
  restore(observation: Observation): void;
  /** Nodes that were seen through pods. */
  readonly size: number;
}

const HOSTNAME = 'kubernetes.io/hostname';
/** The default of the kubelet's `maxPods`: no pod shows a smaller limit. */
const KUBELET_PODS = 110;

/** What a template proves about a node on which its pods run. */
interface Proof {
  /** Cpu in millicores, everything else in base units. */
  readonly request: ReadonlyMap<string, number>;
  readonly labels: Readonly<Record<string, string>>;
}

interface InferredNode {
  readonly uid: string;
  readonly labels: Map<string, string>;
  /** What its pods hold now, and the most that they held at one time. */
  readonly held: Map<string, number>;
  readonly most: Map<string, number>;
}

interface HeldPod {
  proof: Proof;
  node: InferredNode | undefined;
}

const NOTHING: Proof = { request: new Map(), labels: {} };

/**
 * Observes, before the binding of a pod, its node: with the labels that the selectors of its pods prove, and with the most that its pods
 * requested at one time as its capacity. Both grow with later pods. Taints and the true capacity stay unknown.
 */
export function createInferredNodes(observer: Observer): InferredNodes {
  const proofs = new Map<string, Proof>();
  const pods = new Map<string, HeldPod>();
  const nodes = new Map<string, InferredNode>();

  function hold(node: InferredNode, { request }: Proof, sign: 1 | -1): boolean {
    let hasGrown = false;
    for (const [resource, amount] of [...request, ['pods', 1] as const]) {
      const held = (node.held.get(resource) ?? 0) + sign * amount;
      node.held.set(resource, held);
      if (held <= (node.most.get(resource) ?? (resource === 'pods' ? KUBELET_PODS : 0))) continue;
      node.most.set(resource, held);
      hasGrown = true;
    }
    return hasGrown;
  }

  function learnLabels({ labels }: InferredNode, proven: Proof['labels']): boolean {
    const fresh = Object.entries(proven).filter(([key]) => !labels.has(key));
    for (const [key, value] of fresh) labels.set(key, value);
    return fresh.length > 0;
  }

  function bind(pod: HeldPod, name: string, at: Microseconds, isNew: boolean): void {
    const known = nodes.get(name);
    const node: InferredNode = known ?? {
      uid: `inferred/${name}`,
      labels: new Map([[HOSTNAME, name]]),
      held: new Map(),
      most: new Map([['pods', KUBELET_PODS]]),
    };
    nodes.set(name, node);
    pod.node = node;
    const hasGrown = hold(node, pod.proof, 1);
    const hasLearnt = learnLabels(node, pod.proof.labels);
    if (!isNew) return;
    const labels = Object.fromEntries(node.labels);
    const allocatable = written(node.most);
    if (known === undefined) {
      const pool = poolOfLabels(labels);
      observer.observe({
        at,
        kind: 'node-added',
        uid: node.uid,
        name,
        ...(pool === undefined ? {} : { pool }),
        labels,
        allocatable,
        inferred: true,
      });
    } else if (hasGrown || hasLearnt)
      observer.observe({
        at,
        kind: 'node-changed',
        uid: node.uid,
        ...(hasLearnt && { labels }),
        ...(hasGrown && { allocatable }),
      });
  }

  function release(pod: HeldPod | undefined): void {
    if (pod?.node) hold(pod.node, pod.proof, -1);
    if (pod) pod.node = undefined;
  }

  function resize(pod: HeldPod, proof: Proof, at: Microseconds, isNew: boolean): void {
    const { node } = pod;
    release(pod);
    pod.proof = proof;
    const name = node?.labels.get(HOSTNAME);
    if (name !== undefined) bind(pod, name, at, isNew);
  }

  function take(observation: Observation, isNew: boolean): void {
    switch (observation.kind) {
      case 'template':
        proofs.set(observation.hash, proofOf(observation.template));
        return;
      case 'pod-created':
        pods.set(observation.uid, { proof: proofs.get(observation.template) ?? NOTHING, node: undefined });
        return;
      case 'pod-resized': {
        const pod = pods.get(observation.uid);
        if (pod) resize(pod, proofs.get(observation.template) ?? NOTHING, observation.at, isNew);
        return;
      }
      case 'pod-bound': {
        const pod = pods.get(observation.uid);
        if (pod && observation.node !== null) bind(pod, observation.node, observation.at, isNew);
        return;
      }
      case 'pod-finished':
        return release(pods.get(observation.uid));
      case 'pod-deleted':
        release(pods.get(observation.uid));
        pods.delete(observation.uid);
        return;
      default:
    }
  }

  return {
    observe(observation) {
      take(observation, true);
      observer.observe(observation);
    },
    templateHash(template, at) {
      const hash = observer.templateHash(template, at);
      if (!proofs.has(hash)) proofs.set(hash, proofOf(template));
      return hash;
    },
    restore: (observation) => take(observation, false),
    get size() {
      return nodes.size;
    },
  };
}

function proofOf({ spec }: PodTemplate): Proof {
  try {
    return { request: podRequest(spec), labels: provenLabels(spec) };
  } catch (error) {
    if (error instanceof QuantityError) return NOTHING;
    throw error;
  }
}

/** The labels that a node must have to take the pod: of its node selector, and of a required affinity that allows one value only. */
function provenLabels({ nodeSelector, affinity }: PodSpec): Record<string, string> {
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const [term, ...others] = required?.nodeSelectorTerms ?? [];
  const single = others.length > 0 ? [] : (term?.matchExpressions ?? []);
  const byAffinity = single.flatMap(({ key, operator, values }) =>
    operator === 'In' && values?.length === 1 ? [[key, values[0]!] as const] : [],
  );
  return { ...Object.fromEntries(byAffinity), ...nodeSelector };
}

function written(amounts: ReadonlyMap<string, number>): ResourceList {
  return Object.fromEntries(
    Array.from(amounts, ([resource, amount]) => [resource, resource === 'cpu' ? `${amount}m` : `${amount}`]),
  );
}
