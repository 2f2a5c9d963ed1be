/** Writes the workloads of a recording as entries of `events.workloads`, with their templates. */

import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import type { FittedController } from '../controllers/fit-controlled.ts';
import type { FoundSeries, FoundStep, FoundWorkload } from '../controllers/found-workload.ts';
import type { FittedTemplate } from '../objects/needed-objects.ts';
import { CAUSES } from '../pods/competing-ends.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';
import { writeArrivals } from './write-arrivals.ts';
import { writePhases } from './write-run.ts';
import { withSharedVolumes } from './write-template.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

interface NamedTemplate extends FittedTemplate {
  readonly name: string;
  /** Whose pods have it. */
  readonly group: WorkloadGroup;
}

export interface WrittenWorkloads {
  readonly templates: readonly NamedTemplate[];
  readonly workloads: readonly WrittenScenario[];
}

/** @param window - in seconds. */
export function writeWorkloads(controllers: readonly FittedController[], window: number): WrittenWorkloads {
  const written = controllers.map((each) => writeController(each, window));
  return {
    templates: written.flatMap(({ templates }) => templates),
    workloads: written.flatMap(({ workloads }) => workloads),
  };
}

function writeController(controller: FittedController, window: number): WrittenWorkloads {
  const { group, workloads } = controller.found;
  const { namespace } = group;
  const templates: NamedTemplate[] = [
    { name: group.name, namespace, template: withSharedVolumes(group), group },
  ];
  const written = workloads.flatMap((workload) => {
    const [first, ...later] = workload.steps;
    const { kind, name } = workload;
    const identity = {
      kind,
      name,
      ...(namespace !== 'default' && { namespace }),
    };
    let revision = 1;
    return [
      {
        at: writtenTime(first!.at),
        ...identity,
        template: group.name,
        ...creation(workload, controller, window),
      },
      ...later.map((step) => {
        if (step.template) {
          revision += 1;
          templates.push({ name: `${group.name}-r${revision}`, namespace, template: step.template, group });
        }
        return {
          at: writtenTime(step.at),
          ...identity,
          ...(step.template && { template: `${group.name}-r${revision}` }),
          ...numberOf(workload, step),
        };
      }),
    ];
  });
  return { templates, workloads: written };
}

function creation(
  workload: FoundWorkload,
  { fit, jitter, arrivals }: FittedController,
  window: number,
): WrittenScenario {
  const { steps, completions, backoffLimit, limits, schedule, strategy, ages } = workload;
  const lateness = jitter.get(workload);
  return {
    ...(workload.series
      ? writeSeries(workload.series, arrivals.get(workload)!, window)
      : numberOf(workload, steps[0]!)),
    ...(completions !== undefined && { completions }),
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...limits,
    ...(schedule && { every: writtenTime(schedule.every) }),
    ...(lateness && { jitter: writtenDistribution(lateness) }),
    ...(schedule?.until !== undefined && { until: writtenTime(schedule.until) }),
    ...(strategy && {
      strategy:
        strategy.type === 'Recreate'
          ? { type: 'Recreate' }
          : { maxSurge: strategy.maxSurge, maxUnavailable: strategy.maxUnavailable },
    }),
    ...(ages.length > 0 && { ages: ages.map(writtenTime) }),
    ...runOf(workload, fit),
  };
}

/** Without a law for the gaps, the times are written as they are. Jobs of one size have no table. */
function writeSeries({ times, sizes }: FoundSeries, fit: GroupFit, window: number): WrittenScenario {
  const [first, ...others] = sizes;
  const { weight: _weight, ...size } = first!;
  const table = sizes.map(({ weight, ...each }) => ({ weight: Number(weight.toPrecision(4)), ...each }));
  return {
    ...(writeArrivals(fit, window) ?? { arrivals: times.map(writtenTime) }),
    ...(others.length > 0 ? { sizes: table } : size),
  };
}

function numberOf({ kind }: FoundWorkload, { pods }: FoundStep): WrittenScenario {
  if (kind === 'DaemonSet') return {};
  return kind === 'Job' || kind === 'CronJob' ? { parallelism: pods } : { replicas: pods };
}

/** A lifetime, and its ends by weight. The pods of a Job end by themselves. */
function runOf({ kind }: FoundWorkload, fit: GroupFit): WrittenScenario {
  const lifetime = drawnFrom(fit, 'lifetime');
  const isJob = kind === 'Job' || kind === 'CronJob';
  const causes = isJob ? (['succeeded', 'failed'] as const) : CAUSES;
  const ends = causes.flatMap((cause) =>
    fit.ends.has(cause) ? [[cause, fit.ends.get(cause)] as const] : [],
  );
  const usual = isJob ? 'succeeded' : 'deleted';
  const end = ends.length > 1 ? Object.fromEntries(ends) : ends[0]?.[0];
  return {
    ...(lifetime && {
      lifetime: writtenDistribution(lifetime),
      ...(end !== undefined && end !== usual && { end }),
    }),
    ...writePhases(fit),
  };
}
