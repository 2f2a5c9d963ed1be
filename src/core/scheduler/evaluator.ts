/** Decides about single pods in a cluster whose state the caller keeps: no pod waits in a queue, and a decision changes nothing. */
import type { ClusterObject } from '../objects/cluster-object.ts';
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import { createClusterCache } from './cache/cluster-cache.ts';
import { type PodInfo, podInfoReader } from './cache/pod-info.ts';
import { createResourceColumns } from './cache/resource-columns.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { withWeights } from './configuration/with-weights.ts';
import { rejectionBy } from './cycle/node-trial.ts';
import { prepareFilters } from './cycle/prepare-filters.ts';
import { schedulePod } from './cycle/schedule-pod.ts';
import { type NodeSurvey, surveyNodes } from './cycle/survey-nodes.ts';
import { type Decision, decisionOf, gatedDecision } from './decision.ts';
import { createFrameworks } from './framework/frameworks.ts';
import type { PodState } from './framework/pod-state.ts';
import { IDLE_HANDLE } from './framework/waiting-pods.ts';
import { type Behaviour, behaviourOf } from './kubernetes-version.ts';
import { createNominator } from './queue/nominator.ts';
import type { SchedulerOptions } from './scheduler.ts';

export interface Evaluator {
  readonly behaviour: Behaviour;
  /** What follows from a template. Read once for each template object. */
  podInfo(template: PodTemplate): PodInfo;
  addNode(node: Node): void;
  /** Takes the whole new object. */
  updateNode(node: Node): void;
  removeNode(name: string): void;
  setObject(object: ClusterObject): void;
  removeObject(object: ClusterObject): void;
  /** Puts a pod on a node, or replaces the state of a pod on this node. */
  place(pod: PodState, nodeName: string): void;
  unplace(uid: string): void;
  isPlaced(uid: string): boolean;
  /** Takes note of the node to which the pod is nominated, or that it is not nominated. */
  nominate(pod: PodState): void;
  setWeights(weights: Readonly<Record<string, number>>): void;
  /** @throws {UserError} for a configuration that kube-scheduler would refuse. */
  configure(configuration: unknown): void;
  /** Whether a profile has the scheduler that the pod names. */
  knows(pod: PodState): boolean;
  /** The first node that passes the filters for the pod, of these or of all; undefined if none does. Scores and nominations do not count. */
  firstFeasible(pod: PodState, names?: readonly string[]): string | undefined;
  /** What kube-scheduler would decide now, explained. A pod of another scheduler is decided by the first profile. A pod that is on a node must be taken off first. */
  decide(pod: PodState, options?: DecideOptions): Decision;
  /** Every feasible node, if kube-scheduler ends the search for the pod before it has seen all. */
  survey(pod: PodState): NodeSurvey | undefined;
}

const NO_RIVALS: readonly PodState[] = [];

interface DecideOptions {
  /** Whether the search starts where the last one ended that did so, as a new cycle of kube-scheduler. Default true; else where that one started. */
  readonly advance?: boolean;
}

/**
 * An evaluator of an empty cluster. Ties up to 1.34 go to the first of the best nodes.
 *
 * @throws {UserError} for a configuration that kube-scheduler would refuse.
 */
export function createEvaluator(
  options: Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration' | 'plugins'>,
): Evaluator {
  const { plugins } = options;
  const behaviour = behaviourOf(options.kubernetesVersion);
  const columns = createResourceColumns();
  const podInfo = podInfoReader(columns, behaviour);
  const cluster = createClusterCache(columns);
  const nominations = createNominator();
  const context = { behaviour, columns, objects: cluster.objects, handle: IDLE_HANDLE };
  let settings = readConfiguration(options.configuration, behaviour, plugins);
  let frameworks = createFrameworks(settings, behaviour, context);
  let start = 0;
  let nextStart = 0;
  const use = (next: typeof settings) => {
    settings = next;
    frameworks = createFrameworks(settings, behaviour, context);
  };
  return {
    behaviour,
    podInfo,
    addNode: (node) => void cluster.addNode(node),
    updateNode: (node) => void cluster.updateNode(node),
    removeNode: (name) => void cluster.removeNode(name),
    setObject: (object) => void cluster.objects.set(object),
    removeObject: ({ kind, metadata: { namespace, name } }) =>
      void cluster.objects.remove(kind, namespace, name),
    place: (pod, nodeName) => cluster.assign(pod, nodeName),
    unplace: (uid) => void cluster.unassign(uid),
    isPlaced: (uid) => cluster.has(uid),
    nominate: (pod) => void nominations.set(pod),
    setWeights(weights) {
      const profiles = settings.profiles.map((each) => withWeights(each, weights, behaviour, plugins));
      use({ ...settings, profiles });
    },
    configure: (configuration) => use(readConfiguration(configuration, behaviour, plugins)),
    knows: (pod) => frameworks.of(pod) !== undefined,
    firstFeasible(pod, names) {
      cluster.refresh();
      const framework = frameworks.of(pod) ?? frameworks.first;
      const { filters, nodeNames, rejection } = prepareFilters(framework, cluster, pod, behaviour);
      if (rejection) return undefined;
      const nodes = names ? names.map((name) => cluster.node(name)) : cluster.nodes;
      const found = nodes.find(
        (node) => node && (!nodeNames || nodeNames.has(node.name)) && !rejectionBy(filters, node, NO_RIVALS),
      );
      return found?.name;
    },
    decide(pod, { advance = true } = {}) {
      const framework = frameworks.of(pod) ?? frameworks.first;
      for (const plugin of framework.preEnqueues) {
        const gated = gatedDecision(pod.uid, plugin.preEnqueue?.(pod));
        if (gated) return gated;
      }
      cluster.refresh();
      if (advance) start = nextStart;
      const random = () => 0;
      const result = schedulePod(framework, cluster, pod, behaviour, {
        start,
        nominations,
        random,
        explain: true,
      });
      if (advance) nextStart = result.nextStart;
      return decisionOf(pod.uid, result);
    },
    survey(pod) {
      cluster.refresh();
      const framework = frameworks.of(pod) ?? frameworks.first;
      const { parallelism } = settings;
      return surveyNodes(framework, cluster, pod, behaviour, { nominations, parallelism });
    },
  };
}
