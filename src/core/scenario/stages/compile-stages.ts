/** Follows a pod through KWOK's Stages and writes down every way that it can take, with its delays: the rules are KWOK's (pkg/utils/lifecycle). */
import { parse } from 'yaml';
import type { PodSpec } from '../../objects/pod.ts';
import { parseDuration } from '../../time/duration.ts';
import type { Stage } from './stage.ts';
import type { LifeStep, StageDelay, StageLife } from './stage-life.ts';
import { queryValues } from './stage-query.ts';
import { renderTemplate } from './stage-template.ts';

/** A pod as a Stage finds it once it is bound. */
export interface StagedPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The kind and the name of its controller. */
  readonly owner: { readonly kind: string; readonly name: string } | undefined;
  readonly spec: PodSpec;
}

type Fields = Readonly<Record<string, unknown>>;

interface PodState {
  readonly metadata: Fields;
  readonly spec: Fields;
  readonly status: Fields;
}

/** Longer than the way of any real pod; Stages that change nothing would go on for ever. */
const MOST_STEPS = 30;
/** Ways of one pod, over all its branches. */
const MOST_BRANCHES = 500;
/** Stands for the time at which the grace period ends. */
const DELETED = '@deletion';

/**
 * The life that the Stages give a pod; undefined where none of them matches it.
 *
 * @param note takes what cannot be evaluated, once for each Stage.
 */
export function stageLife(
  stages: readonly Stage[],
  pod: StagedPod,
  note: (stage: Stage, message: string) => void,
): StageLife | undefined {
  const ofPods = stages.filter(({ spec }) => spec.resourceRef.kind === 'Pod');
  let branches = 0;

  function stepsFrom(state: PodState, depth: number): LifeStep[] {
    if (depth > MOST_STEPS || branches > MOST_BRANCHES) return [];
    const matching = ofPods
      .filter((stage) => matches(stage, state, note))
      .map((stage) => ({ stage, weight: weightOf(stage, state) }));
    const isWeighted = matching.some(({ weight }) => weight > 0);
    return matching
      .filter(({ weight }) => !isWeighted || weight > 0)
      .map(({ stage, weight }) => stepOf(stage, weight, state, depth));
  }

  function stepOf(stage: Stage, weight: number, state: PodState, depth: number): LifeStep {
    branches += 1;
    const after = changed(stage, state, note);
    const isSame = JSON.stringify(after) === JSON.stringify(state);
    const isGone = stage.spec.next?.delete === true;
    const phase = after.status.phase;
    const isChanged = phase !== state.status.phase;
    return {
      weight,
      delay: delayOf(stage, state, note),
      ...(isChanged && (phase === 'Running' || phase === 'Succeeded' || phase === 'Failed') && { phase }),
      ...(isReady(after) && !isReady(state) && { isReady: true as const }),
      ...(isGone && { isGone: true as const }),
      next: isGone || isSame ? [] : stepsFrom(after, depth + 1),
    };
  }

  const bound = boundPod(pod);
  const run = stepsFrom(bound, 0);
  if (run.length === 0) return undefined;
  const running = stateWhenRunning(bound, 0);
  const deleting = { ...running, metadata: { ...running.metadata, deletionTimestamp: DELETED } };
  return { run, deletion: stepsFrom(deleting, 0) };

  /** The state that the heaviest Stages lead to before the pod ends. */
  function stateWhenRunning(state: PodState, depth: number): PodState {
    const [first] = ofPods
      .filter((stage) => matches(stage, state, note))
      .sort((left, right) => weightOf(right, state) - weightOf(left, state));
    const after = first && first.spec.next?.delete !== true ? changed(first, state, note) : state;
    const hasEnded = after.status.phase === 'Succeeded' || after.status.phase === 'Failed';
    const isSame = JSON.stringify(after) === JSON.stringify(state);
    return hasEnded || isSame || depth > MOST_STEPS ? state : stateWhenRunning(after, depth + 1);
  }
}

function boundPod({ name, namespace, labels, annotations, owner, spec }: StagedPod): PodState {
  return {
    metadata: {
      ...{ name, namespace, labels, annotations, uid: 'uid' },
      ...(owner && { ownerReferences: [{ ...owner, controller: true }] }),
    },
    spec: { ...spec, nodeName: 'node' },
    status: { phase: 'Pending' },
  };
}

type Note = (stage: Stage, message: string) => void;

function matches(stage: Stage, state: PodState, note: Note): boolean {
  const { matchLabels, matchAnnotations, matchExpressions } = stage.spec.selector ?? {};
  const has = (wanted: Readonly<Record<string, string>> | null | undefined, field: string): boolean =>
    Object.entries(wanted ?? {}).every(
      ([key, value]) => (state.metadata[field] as Record<string, string> | undefined)?.[key] === value,
    );
  return (
    has(matchLabels, 'labels') &&
    has(matchAnnotations, 'annotations') &&
    (matchExpressions ?? []).every(({ key, operator, values }) => {
      const found = valuesOf(key, stage, state, note);
      if (operator === 'Exists' || operator === 'DoesNotExist')
        return found.length > 0 === (operator === 'Exists');
      const isIn = found.some((each) => values?.includes(String(each)));
      return isIn === (operator === 'In');
    })
  );
}

function valuesOf(query: string, stage: Stage, state: PodState, note: Note): readonly unknown[] {
  const found = queryValues(state, query);
  if (!found) note(stage, `the expression ${query} is not modelled, and counts as without a value`);
  return found ?? [];
}

function weightOf({ spec: { weight, weightFrom } }: Stage, state: PodState): number {
  const written = weightFrom?.expressionFrom && queryValues(state, weightFrom.expressionFrom)?.[0];
  const number = Number(written ?? weight ?? 0);
  return Number.isFinite(number) ? Math.max(0, number) : 0;
}

/** A jitter above the duration is the end of a range that begins with the duration; another jitter takes the place of the duration. */
function delayOf(stage: Stage, state: PodState, note: Note): StageDelay {
  const { delay } = stage.spec;
  const timeOf = (
    written: number | null | undefined,
    source: { readonly expressionFrom?: string | null | undefined } | null | undefined,
  ): number | 'deletion' | undefined => {
    const value = source?.expressionFrom && valuesOf(source.expressionFrom, stage, state, note)[0];
    if (value === DELETED) return 'deletion';
    const read = value === undefined || value === '' ? undefined : parseDuration(String(value));
    if (value && read === undefined)
      note(stage, `${JSON.stringify(value)} is no duration, so its written duration counts`);
    return read ?? (written == null ? undefined : Math.max(0, Math.round(written * 1e3)));
  };
  const duration = timeOf(delay?.durationMilliseconds, delay?.durationFrom) ?? 0;
  const jitter = timeOf(delay?.jitterDurationMilliseconds, delay?.jitterDurationFrom);
  if (jitter === undefined) return { from: duration, to: duration };
  return { from: duration, to: jitter };
}

/** The pod after a Stage: its patches, its status and its finalizers. */
function changed(stage: Stage, state: PodState, note: Note): PodState {
  const { statusTemplate, patches, finalizers } = stage.spec.next ?? {};
  const written = [
    ...(statusTemplate ? [{ root: 'status', template: statusTemplate }] : []),
    ...(patches ?? []).map(({ root, template }) => ({ root: root ?? '', template })),
  ];
  let after: Fields = { ...state };
  for (const { root, template } of written) {
    const fields = fieldsIn(template, state, stage, note);
    after = merged(after, root === '' ? fields : { [root]: fields });
  }
  const { metadata, spec, status } = after as unknown as PodState;
  if (!finalizers) return { metadata, spec, status };
  const removed = new Set((finalizers.remove ?? []).map(({ value }) => value));
  const before = finalizers.empty ? [] : ((metadata.finalizers ?? []) as readonly string[]);
  const kept = [...before, ...(finalizers.add ?? []).map(({ value }) => value)].filter(
    (value) => !removed.has(value),
  );
  const { finalizers: _, ...others } = metadata;
  return { metadata: kept.length > 0 ? { ...others, finalizers: kept } : others, spec, status };
}

function fieldsIn(template: string, state: PodState, stage: Stage, note: Note): Fields {
  try {
    const value: unknown = parse(renderTemplate(template, state));
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    note(stage, 'its template is not modelled, and counts as one that changes nothing');
    return {};
  }
}

/** As a strategic merge patch: maps are merged, conditions by their type, other lists are replaced. */
function merged(before: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    const old = result[key];
    if (value === null) delete result[key];
    else if (Array.isArray(value))
      result[key] = key === 'conditions' && Array.isArray(old) ? mergedConditions(old, value) : value;
    else if (typeof value === 'object' && typeof old === 'object' && old !== null)
      result[key] = merged(old as Fields, value as Fields);
    else result[key] = value;
  }
  return result;
}

function mergedConditions(before: readonly unknown[], patch: readonly unknown[]): unknown[] {
  const types = new Set(patch.map((each) => (each as Fields).type));
  return [...before.filter((each) => !types.has((each as Fields).type)), ...patch];
}

function isReady({ status: { conditions } }: PodState): boolean {
  return (
    Array.isArray(conditions) &&
    conditions.some((each) => (each as Fields).type === 'Ready' && String((each as Fields).status) === 'True')
  );
}
