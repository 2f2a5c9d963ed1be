/** Writes the delays of a scenario as KWOK Stages, such as those of a fit. KWOK draws evenly from a range, so each delay keeps its mean and its spread. */
import { stringify } from 'yaml';
import { type Distribution, quantile } from '../distributions/families/distribution.ts';
import { type Problem, warningAt } from '../errors/problem.ts';
import type { PodEnd, PodEntry, Scenario, WeightedEnd, Workload } from '../scenario/scenario.ts';

export interface ScenarioStages {
  /** A stream of YAML documents. */
  readonly text: string;
  readonly count: number;
  readonly problems: readonly Problem[];
}

type Staged = Exclude<PodEntry, { kind: 'deletion' }> | Workload;

/** Stages of every entry, which find its pods by their labels. Entries without labels of their own are left out. */
export function stagesOfScenario({ pods, workloads }: Scenario): ScenarioStages {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const entries: readonly Staged[] = [...pods.filter((entry) => entry.kind !== 'deletion'), ...workloads];
  const stages = entries.flatMap((entry) => {
    const labels = entry.template.metadata?.labels ?? {};
    const key = JSON.stringify(Object.entries(labels).sort());
    const others = entries.length > 1;
    if (others && Object.keys(labels).length === 0) {
      problems.push(leftOut(entry, 'its pods have no labels, by which a Stage would find them'));
      return [];
    }
    if (seen.has(key)) {
      problems.push(leftOut(entry, 'its pods have the labels of an entry before'));
      return [];
    }
    seen.add(key);
    if ('alike' in entry && entry.alike) problems.push(drawnAlone(entry));
    return stagesOf(entry, labels);
  });
  return { text: stages.map((stage) => stringify(stage)).join('---\n'), count: stages.length, problems };
}

function leftOut({ name, position }: Staged, reason: string): Problem {
  return warningAt('left-out', position, `"${name}" gets no Stages: ${reason}`);
}

function drawnAlone({ name, position }: Staged): Problem {
  return warningAt(
    'left-out',
    position,
    `the Stages of "${name}" leave out "alike": KWOK draws the delay of each pod alone`,
  );
}

const ALIVE = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const inPhase = (phase: string): object => ({ key: '.status.phase', operator: 'In', values: [phase] });
const condition = (status: 'True' | 'False'): string => `conditions: [{type: Ready, status: "${status}"}]\n`;

function stagesOf(entry: Staged, labels: Readonly<Record<string, string>>): object[] {
  const { name, started, ready, terminated } = entry;
  const make = (step: string, more: Omit<StageParts, 'name' | 'labels'>): object =>
    stageObject({ name: `${name.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-')}-${step}`, labels, ...more });
  const isReadyAtOnce = rangeOf(ready).high === 0;
  const stages = [
    make('start', {
      when: [ALIVE, inPhase('Pending')],
      delay: started,
      next: { statusTemplate: `phase: Running\n${condition(isReadyAtOnce ? 'True' : 'False')}` },
    }),
  ];
  if (!isReadyAtOnce)
    stages.push(
      make('ready', {
        when: [ALIVE, inPhase('Running'), { key: READY, operator: 'NotIn', values: ['True'] }],
        delay: ready,
        next: { statusTemplate: condition('True') },
      }),
    );
  const lifetime = lifetimeOf(entry);
  for (const { end, weight } of lifetime ? endsOf(entry) : [])
    stages.push(
      make(END_NAMES[end], {
        when: [ALIVE, inPhase('Running'), { key: READY, operator: 'In', values: ['True'] }],
        delay: lifetime!,
        weight,
        next:
          end === 'deleted'
            ? { delete: true }
            : {
                statusTemplate: `phase: ${end === 'failed' ? 'Failed' : 'Succeeded'}\n${condition('False')}`,
              },
      }),
    );
  stages.push(
    make('gone', {
      when: [{ ...ALIVE, operator: 'Exists' }],
      delay: terminated,
      next: { delete: true },
    }),
  );
  return stages;
}

const END_NAMES: Readonly<Record<PodEnd, string>> = {
  succeeded: 'succeed',
  failed: 'fail',
  deleted: 'delete',
};

function lifetimeOf({ lifetime }: Staged): Distribution | undefined {
  if (lifetime === null) return undefined;
  return typeof lifetime === 'number' ? { family: 'constant', value: lifetime / 1e6 } : lifetime;
}

/** Weights of KWOK are whole numbers. The ends of the youngest age stand for all ages. */
function endsOf(entry: Staged): readonly WeightedEnd[] {
  const ends = 'ends' in entry ? entry.ends?.[0]?.ends : undefined;
  if (!ends) return [{ end: entry.end, weight: 1 }];
  const total = ends.reduce((sum, { weight }) => sum + weight, 0);
  return ends
    .filter(({ weight }) => weight > 0)
    .map(({ end, weight }) => ({ end, weight: Math.max(1, Math.round((1000 * weight) / total)) }));
}

interface StageParts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly when: readonly object[];
  readonly delay: Distribution;
  readonly weight?: number;
  readonly next: object;
}

/** A jitter that is not above the duration would take its place, so it always is. */
function stageObject({ name, labels, when, delay, weight = 1, next }: StageParts): object {
  const { low, high } = rangeOf(delay);
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: { ...(Object.keys(labels).length > 0 && { matchLabels: labels }), matchExpressions: when },
      weight,
      delay: { durationMilliseconds: low, jitterDurationMilliseconds: Math.max(high, low + 1) },
      next,
    },
  };
}

const POINTS = 1000;

/** The even range, in whole milliseconds, with the mean and the standard deviation of the distribution; with its mean alone where it would begin before 0. */
function rangeOf(distribution: Distribution): { readonly low: number; readonly high: number } {
  const values = Array.from({ length: POINTS }, (_, index) => quantile(distribution, (index + 0.5) / POINTS));
  const mean = values.reduce((sum, value) => sum + value, 0) / POINTS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / POINTS;
  const half = Math.min(mean, Math.sqrt(3 * variance));
  return { low: Math.round(1000 * (mean - half)), high: Math.round(1000 * (mean + half)) };
}
