/** Fits what the pods of a workload draw: their lifetimes and phases, and how late the runs of a CronJob begin. */

import { sampleOf } from '../../distributions/estimating/sample.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import { chooseFamily } from '../choice/choose-family.ts';
import { fitGroup, type GroupFit, type Quantity } from '../pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../pods/group-form.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { StartLoads } from '../pods/load-dependence.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import type { ControlledGroup, FoundWorkload } from './found-workload.ts';

export interface FittedController {
  readonly found: ControlledGroup;
  readonly fit: GroupFit;
  /** By workload: the lateness of the runs of a CronJob, where runs are late. */
  readonly jitter: ReadonlyMap<FoundWorkload, Distribution>;
  /** By workload: when the Jobs of a series arrive, as if each Job was one pod. */
  readonly arrivals: ReadonlyMap<FoundWorkload, GroupFit>;
}

/** The controller decides when its pods come, and the scheduler when they are bound. */
const NOT_DRAWN: ReadonlySet<Quantity> = new Set<Quantity>(['arrivals', 'burst gaps', 'running']);

/**
 * @param begin - receives the quantity that is fitted next.
 * @param ofSeries - the form of the arrivals of Jobs.
 */
export function fitControlled(
  found: ControlledGroup,
  watch: Watch,
  loads: StartLoads,
  seed: number,
  begin: (quantity: Quantity) => void = () => {},
  form: GroupForm = AS_CHOSEN,
  ofSeries: GroupForm = form,
): FittedController {
  const fit = fitGroup(found.group, watch, loads, seed, begin, form);
  const jitter = new Map<FoundWorkload, Distribution>();
  const arrivals = new Map<FoundWorkload, GroupFit>();
  for (const workload of found.workloads) {
    if (workload.series) {
      const jobs = { ...found.group, pods: asPods(workload.series.times, found.group.pods[0]!) };
      arrivals.set(workload, fitGroup(jobs, watch, new Map(), seed, begin, ofSeries));
    }
    const lateness = workload.schedule?.lateness ?? [];
    if (Math.max(0, ...lateness) <= watch.resolution) continue;
    const sample = sampleOf(
      lateness.map((duration) => ({ duration, isEnded: true })),
      watch.resolution,
    );
    const { distribution } = chooseFamily(sample, {
      ...{ seed, name: `${workload.name} jitter` },
      ...(form.repeats && { repeats: form.repeats }),
    });
    if (distribution) jitter.set(workload, distribution);
  }
  return {
    found,
    fit: { ...fit, fits: fit.fits.filter(({ quantity }) => !NOT_DRAWN.has(quantity)) },
    jitter,
    arrivals,
  };
}

/** Pods that come at these times. Nothing else is known of them. */
function asPods(times: readonly number[], { namespace, name, group, templateHash, template }: PodHistory) {
  return times.map((created, index): PodHistory => {
    return {
      ...{ uid: `job ${index}`, namespace, name, group, templateHash, template },
      ...{ created, seen: created, wasThere: false },
      ...{ bound: undefined, node: undefined, started: undefined, ready: undefined },
      ...{ ended: undefined, cause: undefined },
    };
  });
}
