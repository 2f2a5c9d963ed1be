/** Loads a fitted scenario as a replay would, draws its pods, and finds the group of each entry. */
import { UserError } from '../../core/errors/user-error.ts';
import type { GroupFit } from '../../core/fitting/pods/fit-group.ts';
import { scenarioOfPods } from '../../core/fitting/writing/fitted-scenario.ts';
import type { WrittenScenario } from '../../core/fitting/writing/written-scenario.ts';
import { entriesByGroup, isOfPresent } from '../../core/fitting/writing/written-words.ts';
import { plannedSpans } from '../../core/measure/planned-spans.ts';
import type { PodSpan } from '../../core/measure/pod-spans.ts';
import { loadScenario } from '../../core/scenario/load-scenario.ts';
import { saveScenario } from '../../core/scenario/save-scenario.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { drawPods } from '../../core/timeline/draw-pods.ts';
import { type EntryGroups, spansByGroup } from './play-side.ts';
import { presentEntry } from './recorded-side.ts';

/** @throws {UserError} where the written scenario is invalid: it is then a fault of the fit. */
export function loadWritten(written: WrittenScenario): Scenario {
  const { scenario, problems } = loadScenario(saveScenario(written), 'the fitted scenario');
  if (scenario) return scenario;
  const first = problems.find(({ severity }) => severity === 'error');
  throw new UserError(`the fitted scenario is invalid: ${first?.message}`, {
    position: first?.position,
    next: 'this is a fault of keg: report it with the recording, redacted',
  });
}

/** The entries of the scenario, and those that {@link entryOfPods} gives recorded pods. */
export function entryGroups(written: WrittenScenario, groups: readonly string[]): EntryGroups {
  const entries = [...entriesByGroup(written)].flatMap(([group, own]) =>
    own.map((entry) => [entry.name, { group, wasThere: isOfPresent(entry) }] as const),
  );
  const recorded = groups.flatMap((group) => [
    [group, { group, wasThere: false }] as const,
    [presentEntry(group), { group, wasThere: true }] as const,
  ]);
  return Object.fromEntries([...recorded, ...entries]);
}

/** What these groups draw, once for each seed, on a cluster that binds each pod at once. */
export function drawnSpans(
  groups: readonly GroupFit[],
  window: number,
  seeds: readonly number[],
): Map<string, PodSpan[]>[] {
  const written = scenarioOfPods(groups, window);
  const scenario = loadWritten(written);
  const entries = entryGroups(
    written,
    groups.map(({ group: { name } }) => name),
  );
  return seeds.map((seed) => spansByGroup(plannedSpans(drawPods(scenario, seed), undefined), entries));
}
