/** Which resources are worth a row: those that pods requested, and cpu, memory and pods always. */
import type { Figures } from '../../core/measure/figures.ts';

const ALWAYS = new Set(['cpu', 'memory', 'pods']);

/** In display order; `hidden` are those on offer that no pod requested, unless everything is wanted. */
export function shownResources(figures: Figures, all: boolean): { shown: string[]; hidden: string[] } {
  const shown: string[] = [];
  const hidden: string[] = [];
  for (const [name, { requested, allocatable }] of Object.entries(figures.cluster.resources)) {
    if (all || ALWAYS.has(name) || requested.max > 0) shown.push(name);
    else if ((allocatable.mean ?? 0) > 0) hidden.push(name);
  }
  return { shown, hidden };
}
