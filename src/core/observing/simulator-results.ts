/** Reads the annotations in which kube-scheduler-simulator explains its decisions about a pod. Wrong ones explain nothing. */
import type { PodExplainedObservation } from '../recording/pod-observation.ts';

/** Why one attempt to schedule a pod ended as it did. */
export type ExplainedAttempt = Pick<PodExplainedObservation, 'node' | 'refused' | 'scores'>;

type Annotations = Readonly<Record<string, string>>;
type ByNode<Value> = Record<string, Record<string, Value>>;

const PREFIX = 'kube-scheduler-simulator.sigs.k8s.io/';
const HISTORY = `${PREFIX}result-history`;
const FILTER = `${PREFIX}filter-result`;
const SCORE = `${PREFIX}score-result`;
const FINAL_SCORE = `${PREFIX}finalscore-result`;
const SELECTED = `${PREFIX}selected-node`;
/** What the simulator writes for a node that a filter lets pass. */
const PASSED = 'passed';

/** The annotation that changes with each attempt; undefined before the first. */
export function attemptsMark(annotations: Annotations | null | undefined): string | undefined {
  return annotations?.[HISTORY] ?? annotations?.[FILTER];
}

/** All attempts that the annotations contain, the oldest first. Without a history, only the last one. */
export function explainedAttempts(annotations: Annotations): readonly ExplainedAttempt[] {
  const history = parsed(annotations[HISTORY]);
  const attempts = Array.isArray(history) ? (history as readonly Annotations[]) : [annotations];
  return attempts.flatMap((attempt) => explainedAttempt(attempt) ?? []);
}

function explainedAttempt(attempt: Annotations): ExplainedAttempt | undefined {
  const filters = byNode(attempt[FILTER]);
  if (filters === undefined) return undefined;
  const raw = byNode(attempt[SCORE]) ?? {};
  const weighted = byNode(attempt[FINAL_SCORE]) ?? {};
  const refused: ByNode<string> = {};
  const scores: ByNode<readonly [number, number]> = {};
  for (const [node, results] of Object.entries(filters)) {
    const reasons = Object.entries(results).filter(([, result]) => result !== PASSED);
    if (reasons.length > 0) refused[node] = Object.fromEntries(reasons);
    else
      scores[node] = Object.fromEntries(
        Object.entries(weighted[node] ?? {}).map(([plugin, score]) => [
          plugin,
          [Number(raw[node]?.[plugin] ?? score), Number(score)] as const,
        ]),
      );
  }
  return { node: attempt[SELECTED] || null, refused, scores };
}

function byNode(text: string | undefined): ByNode<string> | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as ByNode<string>)
    : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
