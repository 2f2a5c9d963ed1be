/** Chooses the resources that get a row: those that pods requested, and always cpu, memory and pods. */
import type { Figures } from '../../core/measure/figures.ts';

const ALWAYS = new Set(['cpu', 'memory', 'pods']);

/** In display order. `hidden` are resources of the nodes that no pod requested; none if `all` is true. */
export function shownResources(figures: Figures, all: boolean): { shown: string[]; hidden: string[] } {
  const shown: string[] = [];
  const hidden: string[] = [];
  for (const [name, { requested, allocatable }] of Object.entries(figures.cluster.resources)) {
    if (all || ALWAYS.has(name) || requested.max > 0) shown.push(name);
    else if ((allocatable.mean ?? 0) > 0) hidden.push(name);
  }
  return { shown, hidden };
}
