/** Writes how the pods of a group run: lifetimes, ends and the delays of their phases. */

import { writtenDistribution } from '../../distributions/families/distribution.ts';
import { writtenTime } from '../../distributions/written/written-values.ts';
import { CAUSES } from '../pods/competing-ends.ts';
import type { GroupFit } from '../pods/fit-group.ts';
import { drawnFrom, type WrittenScenario } from './written-scenario.ts';

/** The keys of the pods that arrive in the window. */
export function writeRun(fit: GroupFit): WrittenScenario {
  const [withdrawn, finished] = [drawnFrom(fit, 'withdrawn'), drawnFrom(fit, 'finished')];
  const { phases: shared } = writePhases(fit) as { readonly phases?: WrittenScenario };
  const phases = {
    ...shared,
    ...(withdrawn && { withdrawn: writtenDistribution(withdrawn) }),
    ...(finished && { finished: writtenDistribution(finished) }),
  };
  return { ...runOf(fit), ...(Object.keys(phases).length > 0 && { phases }) };
}

/** The keys of the pods that existed when the window opened: the rest of their lifetimes, and their ends. */
export function writeRestOfRun(fit: GroupFit): WrittenScenario {
  const residual = drawnFrom(fit, 'running');
  return { ...endOf(fit.endsBefore), ...(residual && { lifetime: writtenDistribution(residual) }) };
}

/** A lifetime for each end where the age at the end depends on the cause; otherwise one lifetime, and its ends by weight. */
function runOf(fit: GroupFit): WrittenScenario {
  const lifetime = drawnFrom(fit, 'lifetime');
  const together = { ...endOf(fit.ends), ...(lifetime && { lifetime: writtenDistribution(lifetime) }) };
  if (!fit.causes?.areDifferent) return together;
  const ends = CAUSES.filter((cause) => fit.ends.has(cause)).map((end) => ({
    end,
    lifetime: drawnFrom(fit, end),
  }));
  return ends.every((each) => each.lifetime !== undefined)
    ? { ends: ends.map(({ end, lifetime: law }) => ({ end, lifetime: writtenDistribution(law!) })) }
    : together;
}

/** The phases after bound, for pods of workloads too: the scheduler decides how long a pod waits for its node, not the scenario. */
export function writePhases(fit: GroupFit): WrittenScenario {
  const phases = (['started', 'ready'] as const).flatMap((phase): (readonly [string, unknown])[] => {
    const distribution = drawnFrom(fit, phase);
    return distribution ? [[phase, writtenDistribution(distribution)]] : [];
  });
  const load = fit.fits.find(({ quantity }) => quantity === 'started')?.load;
  if (load) phases.splice(1, 0, ['perStart', writtenTime(load.perStart)]);
  return phases.length > 0 ? { phases: Object.fromEntries(phases) } : {};
}

function endOf(ends: GroupFit['ends']): WrittenScenario {
  const causes = (['deleted', 'succeeded', 'failed'] as const).filter((cause) => ends.has(cause));
  if (causes.length === 0) return {};
  if (causes.length === 1) return { end: causes[0] };
  return { end: Object.fromEntries(causes.map((cause) => [cause, ends.get(cause)])) };
}
