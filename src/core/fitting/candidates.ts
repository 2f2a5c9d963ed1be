/** Lists the models that compete in the choice of a fit, from the list of families. */
import type { Candidate, FittedDistribution } from '../distributions/families/distribution.ts';
import type { FitCandidate } from '../distributions/families/family.ts';
import { FAMILIES } from '../distributions/families/index.ts';

const ENTRIES = Object.values(FAMILIES).flatMap(
  (family) =>
    ('fitting' in family ? family.fitting.candidates : []) as unknown as FitCandidate<
      FittedDistribution,
      Candidate
    >[],
);
const WITH_EDGES: ReadonlySet<string> = new Set(
  Object.values(FAMILIES).flatMap((family) =>
    'fitting' in family && 'hasEdges' in family.fitting
      ? family.fitting.candidates.map(({ name }) => name)
      : [],
  ),
);
const BY_NAME = new Map(ENTRIES.map((each) => [each.name, each]));

/** Every candidate, simple ones first: of two of equal merit, the earlier one wins. */
export const CANDIDATES: readonly Candidate[] = ENTRIES.map(({ name }) => name);

/** The candidates that compete unless the caller names others. */
export const DEFAULT_CANDIDATES: readonly Candidate[] = ENTRIES.filter(({ isOptional }) => !isOptional).map(
  ({ name }) => name,
);

export function candidateNamed(name: Candidate): FitCandidate<FittedDistribution, Candidate> {
  return BY_NAME.get(name)!;
}

/** Whether a bound is a parameter of the candidate. */
export function hasEdges(name: Candidate): boolean {
  return WITH_EDGES.has(name);
}
