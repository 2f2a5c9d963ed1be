/** Decides whether the load of a scenario is drawn, so that another seed gives other pods. */
import type { Scenario } from './scenario.ts';

/** False where every arrival, lifetime, delay and request is written as it is. */
export function drawsLoad({ pods, workloads }: Scenario): boolean {
  return [...pods.filter(({ kind }) => kind === 'drawn'), ...workloads].some(isDrawn);
}

/** Of several of these, each pod draws one. */
const CHOICES: ReadonlySet<string> = new Set(['mix', 'ends', 'competingEnds', 'sets', 'sizes']);
const NEVER_DRAWN: ReadonlySet<string> = new Set(['template', 'position']);

function isDrawn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { family } = value as { readonly family?: unknown };
  if (typeof family === 'string') return family !== 'constant';
  return Object.entries(value).some(
    ([key, part]) =>
      !NEVER_DRAWN.has(key) &&
      ((CHOICES.has(key) && Array.isArray(part) && part.length > 1) || isDrawn(part)),
  );
}
