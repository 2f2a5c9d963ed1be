/** Converts fits to a scenario file, so that a replay draws what the recording showed. */

import { writtenTime } from '../../distributions/written/written-values.ts';
import type { FittedController } from '../controllers/fit-controlled.ts';
import type { GroupFit, PartedBursts } from '../pods/fit-group.ts';
import { writeArrivals } from './write-arrivals.ts';
import { type ClusterToWrite, writeCluster } from './write-cluster.ts';
import { writeKept, writePhasesOf, writePresent, writeRun } from './write-run.ts';
import { withoutBinding, withSharedVolumes } from './write-template.ts';
import { writeUsage } from './write-usage.ts';
import { writeWorkloads } from './write-workloads.ts';
import type { WrittenScenario } from './written-scenario.ts';
import { withPresentScheduler } from './written-scheduler-name.ts';

export interface FittedRecording {
  readonly name: string;
  /** The source of the fits, in words. */
  readonly description: string;
  readonly seed: number;
  /** Seconds. */
  readonly window: number;
  readonly cluster: ClusterToWrite;
  /** Pods that are drawn. */
  readonly groups: readonly GroupFit[];
  /** Pods that controllers create. */
  readonly controllers?: readonly FittedController[];
}

/** Arrivals last as long as the window of the recording. Pods that ran when it opened exist at 0s. */
export function fittedScenario({
  name,
  description,
  seed,
  window,
  cluster: recorded,
  groups,
  controllers = [],
}: FittedRecording): WrittenScenario {
  const written = writeWorkloads(controllers, window);
  const drawn = groups.map(({ group }) => {
    return { name: group.name, namespace: group.namespace, template: withSharedVolumes(group), group };
  });
  const templates = [...written.templates, ...drawn].map(({ group, ...each }) => {
    const template = withPresentScheduler(group, each.template, recorded.scheduler);
    return {
      ...each,
      template: withoutBinding(group, template, recorded.nodes, window),
      usage: writeUsage(group),
    };
  });
  const pods = [...controllers.map(({ fit }) => fit), ...groups].flatMap(({ group }) => group.pods);
  const { cluster, events, templateOf } = writeCluster(recorded, templates, pods);
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    metadata: { name, description },
    seed,
    duration: writtenTime(window),
    ...(cluster && { cluster }),
    templates: Object.fromEntries(
      templates.map(({ name, template, usage }) => [name, { ...templateOf(template), ...usage }]),
    ),
    events: {
      ...(written.workloads.length > 0 && { workloads: written.workloads }),
      pods: groups.flatMap((group) => entries(group, window)),
      ...events,
    },
  };
}

/** Only the pods of some groups: what they draw does not depend on the rest of the scenario. */
export function scenarioOfPods(groups: readonly GroupFit[], window: number): WrittenScenario {
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    templates: Object.fromEntries(groups.map(({ group }) => [group.name, group.template])),
    events: { pods: groups.flatMap((group) => entries(group, window)) },
  };
}

/** Only the workloads of some controllers, for as long as the window. */
export function scenarioOfWorkloads(
  controllers: readonly FittedController[],
  window: number,
): WrittenScenario {
  const { templates, workloads } = writeWorkloads(controllers, window);
  return {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Scenario',
    duration: writtenTime(window),
    templates: Object.fromEntries(templates.map(({ name, template }) => [name, template])),
    events: { workloads },
  };
}

const AT_START = { arrivals: { type: 'constant', value: '0s' } };

function entries(fit: GroupFit, window: number): WrittenScenario[] {
  const { group, waiting = 0 } = fit;
  const shape = { namespace: group.namespace, template: group.name };
  const kept = writeKept(fit);
  const [apart, parted] = [fit.runs?.kept?.pods.length ?? 0, fit.bursts?.arrived ?? 0];
  const isAllKept = apart > 0 && apart === fit.arrived;
  const arrivals = apart + parted === fit.arrived ? undefined : writeArrivals(fit, window);
  return [
    ...writePresent(fit).map((keys, index) => ({
      name: index === 0 ? `${group.name}-before` : `${group.name}-before-${index + 1}`,
      ...shape,
      ...keys,
    })),
    ...(waiting > 0
      ? [{ name: `${group.name}-waiting`, ...shape, ...AT_START, count: waiting, ...writeRun(fit) }]
      : []),
    ...(kept
      ? [{ name: isAllKept ? group.name : `${group.name}-long`, ...shape, ...kept, ...writePhasesOf(fit) }]
      : []),
    ...(fit.bursts
      ? [{ name: `${group.name}-bursts`, ...shape, ...writeBursts(fit, fit.bursts, window) }]
      : []),
    ...(arrivals ? [{ name: group.name, ...shape, ...arrivals, ...writeRun(fit) }] : []),
  ];
}

/** The delays of their phases are those of all pods of the group. */
function writeBursts(fit: GroupFit, bursts: PartedBursts, window: number): WrittenScenario {
  const { gaps, arrived, recorded, rateProfile, runs } = bursts;
  const phases = fit.fits.filter(({ quantity }) => quantity !== 'arrivals' && quantity !== 'burst gaps');
  const parted: GroupFit = {
    ...fit,
    ...{ arrived, recorded, rateProfile, runs, beat: undefined, burstSize: undefined },
    fits: gaps ? [gaps, ...phases] : phases,
  };
  return { ...writeArrivals(parted, window), ...writeRun(parted) };
}
