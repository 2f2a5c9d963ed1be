/** Gives the pods of a scenario the lives that KWOK Stages describe. */
import { counted } from '../../errors/counted.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';
import type { PodTemplate } from '../../objects/pod.ts';
import type { PodEntry, Scenario, Workload } from '../scenario.ts';
import { type StagedPod, stageLife } from './compile-stages.ts';
import type { Stage } from './stage.ts';
import type { StageLife } from './stage-life.ts';

export interface StagedScenario {
  readonly scenario: Scenario;
  /** What of the Stages is not modelled, and pods that no Stage matches. */
  readonly problems: readonly Problem[];
}

/** @param file what problems call the Stages. */
export function withStages(scenario: Scenario, stages: readonly Stage[], file: string): StagedScenario {
  const problems = new Map<string, Problem>();
  let unmatched = 0;
  const note = ({ metadata }: Stage, message: string): void => {
    const text = `Stage "${metadata.name}": ${message}`;
    problems.set(text, warningAt('not-modelled', { file }, text));
  };
  const lifeOf = (pod: StagedPod): { readonly life?: StageLife } => {
    const life = stageLife(stages, pod, note);
    if (!life) unmatched += 1;
    return life ? { life } : {};
  };
  const pods = scenario.pods.map(
    (entry): PodEntry =>
      entry.kind === 'deletion'
        ? entry
        : { ...entry, ...lifeOf(podOf(entry.name, entry.namespace, entry.template)) },
  );
  const workloads = scenario.workloads.map(
    (workload): Workload => ({ ...workload, ...lifeOf(podOfWorkload(workload)) }),
  );
  if (unmatched > 0) {
    const message = `no Stage matches the pods of ${counted(unmatched, 'entry')}: their phases stay`;
    problems.set('', warningAt('played-otherwise', { file }, message));
  }
  return { scenario: { ...scenario, pods, workloads }, problems: [...problems.values()] };
}

function podOf(name: string, namespace: string, { metadata, spec }: PodTemplate): StagedPod {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  return {
    name,
    namespace,
    spec,
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    owner: owner && { kind: owner.kind, name: owner.name },
  };
}

/** The direct controller of a pod, as its first owner reference names it. */
const CONTROLLERS: Readonly<Record<Workload['kind'], string>> = {
  Deployment: 'ReplicaSet',
  ReplicaSet: 'ReplicaSet',
  StatefulSet: 'StatefulSet',
  DaemonSet: 'DaemonSet',
  Job: 'Job',
  CronJob: 'Job',
};

function podOfWorkload({ kind, name, namespace, template }: Workload): StagedPod {
  return { ...podOf(`${name}-0`, namespace, template), owner: { kind: CONTROLLERS[kind], name } };
}
