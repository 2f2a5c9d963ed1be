/** Compares the scores that the simulator's scheduler wrote into its pods with those of the model, decision by decision. */
import { explainDecision, withRecorded } from '../../src/core/decisions/explanation-of-pod.ts';
import { createRecordedCluster } from '../../src/core/decisions/recorded-cluster.ts';
import type { Observation } from '../../src/core/recording/observation.ts';

/** Explained bindings, and the names of those whose scores differ. */
export interface ComparedScores {
  readonly compared: number;
  readonly different: readonly string[];
}

/**
 * The model decides about each pod in the state of the recording just before it was bound. Pods that waited beside others are left out: the
 * recording does not show in which order the scheduler decided about them.
 */
export function compareScores(observations: readonly Observation[]): ComparedScores {
  const cluster = createRecordedCluster({ kubernetesVersion: '1.30', configuration: undefined });
  const explanations = new Map<string, Extract<Observation, { kind: 'pod-explained' }>>();
  for (const each of observations)
    if (each.kind === 'pod-explained' && each.node !== null) explanations.set(each.uid, each);
  const waiting = new Set<string>();
  const crowded = new Set<string>();
  const different: string[] = [];
  let compared = 0;
  for (const observation of observations) {
    if (observation.kind === 'pod-created') {
      waiting.add(observation.uid);
      if (waiting.size > 1) for (const uid of waiting) crowded.add(uid);
    }
    const isAlone = observation.kind === 'pod-bound' && !crowded.has(observation.uid);
    if (observation.kind === 'pod-bound') waiting.delete(observation.uid);
    const recorded = isAlone ? explanations.get(observation.uid) : undefined;
    const pod = recorded && cluster.pod(recorded.uid);
    if (recorded && pod) {
      compared += 1;
      const explanation = explainDecision(pod, cluster.decide(pod, { advance: false }), {
        at: observation.at,
        happened: null,
        kubernetes: '1.30',
        nodeNames: cluster.nodeNames,
        deterministicTies: false,
        podOf: cluster.pod,
      });
      if (withRecorded(explanation, recorded).recorded?.equalsModel !== true) different.push(pod.name);
    }
    cluster.observe(observation);
  }
  return { compared, different };
}
