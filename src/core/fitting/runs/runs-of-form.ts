/** Fits how the pods of a group run in the form that is asked for: all drawn, or the few heaviest written one by one. */

import { sampleOf } from '../../distributions/estimating/sample.ts';
import { type Drawn, drawnCurve } from '../choice/drawn-form.ts';
import type { GroupForm } from '../pods/group-form.ts';
import { seenLifetimes, type Watch, wasWaiting } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { type EndsFrom, endsByAge } from './ends-by-age.ts';
import {
  ageAtStart,
  type Choose,
  type GroupRuns,
  groupRuns,
  MOST_STRATA,
  membersOf,
  type PresentStratum,
  presentStrata,
  type RunStratum,
  youngStrata,
} from './group-runs.ts';
import { heavyRuns, knownRun } from './heavy-runs.ts';
import { lengthClasses } from './length-classes.ts';
import { requestShares } from './request-shares.ts';

const KEPT = 'the pods that carry most of the time are written one by one';

/**
 * @param stretches - where the stretches of the pace begin: a finer form has strata at those whose pods run unlike the others.
 * @param heavy - the pods that are written one by one, where the form asks for them.
 */
export function runsOfForm(
  pods: readonly PodHistory[],
  watch: Watch,
  form: GroupForm,
  choose: Choose,
  stretches: readonly number[] = [],
  heavy?: ReadonlySet<PodHistory>,
): GroupRuns {
  return form.keepsHeavy
    ? keptRuns(pods, watch, form.finer, stretches, heavy ?? heavyRuns(pods, watch))
    : groupRuns(pods, watch, form.finer, choose, stretches);
}

/** Families are chosen for whole samples, so the others are written as their curves. */
function keptRuns(
  pods: readonly PodHistory[],
  watch: Watch,
  finer: number,
  stretches: readonly number[],
  heavy: ReadonlySet<PodHistory>,
): GroupRuns {
  const { window, resolution } = watch;
  const most = MOST_STRATA * 2 ** finer;
  const isOld = (pod: PodHistory): boolean => pod.wasThere && !wasWaiting(pod);
  const ends = endsByAge(pods);
  const curve = drawnCurve(sampleOf(seenLifetimes(pods, watch), resolution), KEPT);
  const known = [...heavy]
    .filter((pod) => !isOld(pod))
    .sort((one, other) => one.created - other.created)
    .map((pod) => ({ pod, known: knownRun(pod, window) }));
  const keptOld = [...heavy].filter(isOld);
  const drawnOld = pods.filter((pod) => isOld(pod) && !heavy.has(pod));
  const present = presentStrata(drawnOld, watch, most, (_, sample) => drawnCurve(sample, KEPT), undefined);
  return {
    kept: { pods: known, lifetime: known.some(isOpen) ? curve : undefined, ends },
    strata: drawnStrata(
      pods.filter((pod) => !isOld(pod) && !heavy.has(pod)),
      watch,
      { most, stretches: finer > 0 ? stretches : [] },
    ),
    present: [
      ...(keptOld.length > 0 ? [keptPresent(keptOld, watch, curve, ends)] : []),
      ...present.map((each) => (each.ends.length > 0 ? each : { ...each, ends })),
    ],
    pooling: undefined,
  };
}

function drawnStrata(
  drawn: readonly PodHistory[],
  watch: Watch,
  inTime: { readonly most: number; readonly stretches: readonly number[] },
): RunStratum[] {
  const { resolution } = watch;
  const parts = youngStrata(drawn, seenLifetimes(drawn, watch), { ...inTime, mostSizes: 1, resolution });
  const allEnds = endsByAge(drawn);
  return parts.flatMap(({ from, until, members }) => {
    const own = endsByAge(members);
    const ends = own.length > 0 ? own : allEnds;
    return lengthClasses(members, watch).map((each) => ({ from, until, ...each, ends }));
  });
}

function keptPresent(
  pods: readonly PodHistory[],
  { window }: Watch,
  lifetime: Drawn,
  ends: readonly EndsFrom[],
): PresentStratum {
  const requests = requestShares(pods);
  const present = requests
    .flatMap((share) => membersOf(pods, share))
    .map((pod) => ({ age: ageAtStart(pod), known: knownRun(pod, window) }));
  return {
    pods: present,
    requests,
    lifetime: present.some(isOpen) ? lifetime : undefined,
    residual: undefined,
    ends,
  };
}

function isOpen({ known }: { readonly known: { readonly longerThan?: number } }): boolean {
  return known.longerThan !== undefined;
}
