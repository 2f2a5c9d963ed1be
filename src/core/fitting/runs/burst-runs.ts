/** Fits how the pods of large bursts run: each burst has run times and requests of its own. */

import type { Watch } from '../pods/group-samples.ts';
import type { PodHistory } from '../pods/pod-history.ts';
import { endsByAge } from './ends-by-age.ts';
import type { GroupRuns } from './group-runs.ts';
import { lengthClasses } from './length-classes.ts';

/** Requests and run times of one burst may be drawn apart where that moves no more than this share of its own totals. */
const INDEPENDENT = 0.1;

/** @param bursts - in the order of time. */
export function burstRuns(bursts: readonly (readonly PodHistory[])[], watch: Watch): GroupRuns {
  const allEnds = endsByAge(bursts.flat());
  const starts = bursts.map((pods) => pods[0]!.created);
  const strata = bursts.flatMap((pods, index) => {
    const own = endsByAge(pods);
    const place = { from: index === 0 ? undefined : starts[index], until: starts[index + 1] };
    return lengthClasses(pods, watch, INDEPENDENT).map((each) => ({
      ...place,
      ...each,
      ends: own.length > 0 ? own : allEnds,
    }));
  });
  return { kept: undefined, strata, present: [], pooling: undefined };
}
