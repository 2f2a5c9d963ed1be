/** Finds the points at which a profile fails, because plugins miss there what they prepare at a point that is off (runtime/framework.go). */
import type { NodeInfo } from '../cache/node-info.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import type { NodeFilter, Plugin } from './plugin.ts';

/** The texts are the messages of the failed pods. */
export interface FailingPoints {
  /** The first filter that fails for every node that comes so far, by its place among the filters. */
  readonly filter: { readonly place: number; readonly message: string } | undefined;
  /** Several nodes can't be scored. A node that is feasible alone needs no score. */
  readonly score: string | undefined;
  readonly reserve: string | undefined;
  readonly preBind:
    | ((node: NodeInfo, made: readonly (NodeFilter | undefined)[]) => string | undefined)
    | undefined;
}

/** The plugins of a profile at its points, in their order. */
interface PluginsAtPoints {
  readonly preFilter: readonly Plugin[];
  readonly filter: readonly Plugin[];
  readonly preScore: readonly Plugin[];
  readonly score: readonly Plugin[];
  readonly reserve: readonly Plugin[];
  readonly preBind: readonly Plugin[];
}

/** @param indexOf a plugin's index in the list of made filters; -1 if it makes none. */
export function failingPoints(
  at: PluginsAtPoints,
  indexOf: (plugin: Plugin) => number,
  { preBindPreFlights }: Pick<Behaviour, 'preBindPreFlights'>,
): FailingPoints {
  /** The error of a plugin that needs its preFilter and is not there. */
  const missing = (plugin: Plugin) =>
    at.preFilter.includes(plugin) ? undefined : plugin.unprepared?.withoutPreFilter;
  const filterPlace = at.filter.findIndex((plugin) => missing(plugin) !== undefined);
  const filter = at.filter[filterPlace];
  const reserve = at.reserve.find((plugin) => missing(plugin) !== undefined);
  return {
    filter: filter && {
      place: filterPlace,
      message: `running "${filter.name}" filter plugin: ${missing(filter)}`,
    },
    score: scoreFailure(at, missing),
    reserve: reserve && `running Reserve plugin "${reserve.name}": ${missing(reserve)}`,
    preBind: preBindFailure(at, missing, indexOf, preBindPreFlights ? 'PreBindPreFlight' : 'PreBind plugin'),
  };
}

function scoreFailure(
  at: PluginsAtPoints,
  missing: (plugin: Plugin) => string | undefined,
): string | undefined {
  const readsState = (plugin: Plugin) => plugin.unprepared?.scoreReadsPreFilter && missing(plugin);
  const early = at.preScore.find(readsState);
  if (early) return `running PreScore plugin "${early.name}": ${missing(early)}`;
  for (const plugin of at.score) {
    const unscored = at.preScore.includes(plugin) ? undefined : plugin.unprepared?.withoutPreScore;
    const error = readsState(plugin) || unscored;
    if (error) return `running Score plugins: plugin "${plugin.name}" failed with: ${error}`;
  }
  return undefined;
}

function preBindFailure(
  at: PluginsAtPoints,
  missing: (plugin: Plugin) => string | undefined,
  indexOf: (plugin: Plugin) => number,
  words: string,
): FailingPoints['preBind'] {
  const failing = at.preBind.filter(
    (plugin) =>
      missing(plugin) !== undefined || (plugin.unprepared?.withoutReserve && !at.reserve.includes(plugin)),
  );
  if (failing.length === 0) return undefined;
  return ({ name }, made) => {
    for (const plugin of failing) {
      const isSkipped = made[indexOf(plugin)] === undefined;
      const error = missing(plugin) ?? (isSkipped ? plugin.unprepared?.withoutReserve?.(name) : undefined);
      if (error !== undefined) return `running ${words} "${plugin.name}": ${error}`;
    }
    return undefined;
  };
}
