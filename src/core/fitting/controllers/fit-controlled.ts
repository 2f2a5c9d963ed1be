/** Fits what the pods of a workload draw: their lifetimes and phases, and how late the runs of a CronJob begin. */

import { sampleOf } from '../../distributions/estimating/sample.ts';
import type { Distribution } from '../../distributions/families/distribution.ts';
import { chooseFamily } from '../choice/choose-family.ts';
import { fitGroup, type GroupFit, type Quantity } from '../pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../pods/group-form.ts';
import type { Watch } from '../pods/group-samples.ts';
import type { StartLoads } from '../pods/load-dependence.ts';
import type { ControlledGroup, FoundWorkload } from './found-workload.ts';

export interface FittedController {
  readonly found: ControlledGroup;
  readonly fit: GroupFit;
  /** By workload: the lateness of the runs of a CronJob, where runs are late. */
  readonly jitter: ReadonlyMap<FoundWorkload, Distribution>;
}

/** The controller decides when its pods come, and the scheduler when they are bound. */
const NOT_DRAWN: ReadonlySet<Quantity> = new Set<Quantity>(['arrivals', 'burst gaps', 'running']);

/** @param begin - receives the quantity that is fitted next. */
export function fitControlled(
  found: ControlledGroup,
  watch: Watch,
  loads: StartLoads,
  seed: number,
  begin: (quantity: Quantity) => void = () => {},
  form: GroupForm = AS_CHOSEN,
): FittedController {
  const fit = fitGroup(found.group, watch, loads, seed, begin, form);
  const jitter = new Map<FoundWorkload, Distribution>();
  for (const workload of found.workloads) {
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
  };
}
