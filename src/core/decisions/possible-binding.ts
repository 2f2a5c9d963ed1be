/** Judges whether a search that ends early can have led to a node: whether some nodes that it can find have no better one among them. */
import { AVOIDED, FREE, possibleSearch, WANTED } from '../scheduler/cycle/possible-searches.ts';
import type { NodeSurvey, VaryingScore } from '../scheduler/cycle/survey-nodes.ts';

/** Where searches can begin: at a place of the circle, at any, or among nodes in any order. */
export type SearchStart = number | 'any-place' | 'any-order';

export interface PossibleBinding {
  /** `open`: neither was a search found that leads to the node, nor a proof that there is none. */
  readonly verdict: 'possible' | 'impossible' | 'open';
  /** If it is possible: the nodes of one such search. */
  readonly found?: readonly string[];
}

const IMPOSSIBLE: PossibleBinding = { verdict: 'impossible' };
const OPEN: PossibleBinding = { verdict: 'open' };

/** The most searches that are tried for one binding, of ranges, and of choices of the nodes at the ends of ranges. */
const MOST_TRIES = 20_000;
const MOST_RANGES = 2000;
const MOST_ENDS = 100;

/**
 * A node is possible only if a set of nodes is shown in which the model's own scores put it first, and impossible only by a proof over all sets.
 * Scores that do not depend on the other nodes decide at once who is better. Those that are normalised depend on the lowest and the highest raw score
 * of the set: for each pair of these the nodes that would win are to be avoided.
 */
export function possibleBinding(
  survey: NodeSurvey,
  node: string,
  start: SearchStart,
  mostTries = MOST_TRIES,
): PossibleBinding {
  const { feasible, names, scores } = survey;
  const self = feasible.findIndex((place) => names[place] === node);
  if (self < 0) return IMPOSSIBLE;
  const searches = searchesOf(survey, start, mostTries);
  const { all, isWhole } = rangesAround(scores.varying, self);
  let isOpen = !isWhole || scores.groups === undefined;
  const without = new Set<string>();
  for (const ranges of all) {
    const marks = marksFor(survey, self, ranges);
    // Many ranges have the same nodes to avoid. Which of them are at the ends matters only where a search was found.
    const key = marks.join('');
    if (without.has(key)) continue;
    const found = bestIn(survey, self, searches, marks, ranges);
    if (found === 'none') without.add(key);
    else if (found === 'open') isOpen = true;
    else if (found) return { verdict: 'possible', found };
  }
  if (isOpen || searches.areSpent()) return OPEN;
  return scores.groups?.some((group) => searches.canAvoid(group)) ? OPEN : IMPOSSIBLE;
}

/** The lowest and the highest raw score of a plugin among the nodes that are found. */
interface Range {
  readonly lowest: number;
  readonly highest: number;
}

/** Each combination of ranges that hold the node, the widest first: most searches find them. With too many, only the widest. */
function rangesAround(
  varying: readonly VaryingScore[],
  self: number,
): { readonly all: readonly (readonly Range[])[]; readonly isWhole: boolean } {
  const byScore = varying.map(({ raw }) => {
    const own = raw[self] as number;
    const values = [...new Set(raw)].sort((a, b) => a - b);
    const highs = values.filter((value) => value >= own);
    return values
      .filter((value) => value <= own)
      .flatMap((lowest) => highs.map((highest): Range => ({ lowest, highest })))
      .sort((a, b) => b.highest - b.lowest - (a.highest - a.lowest));
  });
  const isWhole = byScore.reduce((product, { length }) => product * length, 1) <= MOST_RANGES;
  const used = isWhole ? byScore : byScore.map((ranges) => ranges.slice(0, 1));
  let all: (readonly Range[])[] = [[]];
  for (const ranges of used) all = all.flatMap((before) => ranges.map((range) => [...before, range]));
  return { all, isWhole };
}

/** By index of the feasible nodes. A node is avoided if it would win, or if it is outside the ranges. */
function marksFor(
  { scores: { fixed, varying } }: NodeSurvey,
  self: number,
  ranges: readonly Range[],
): Uint8Array {
  const totals = Float64Array.from(fixed);
  const marks = new Uint8Array(fixed.length).fill(FREE);
  for (const [i, { lowest, highest }] of ranges.entries()) {
    const { raw, weight, normalize } = varying[i] as VaryingScore;
    const normal = new Map<number, number>();
    for (const [k, value] of raw.entries()) {
      if (value < lowest || value > highest) {
        marks[k] = AVOIDED;
        continue;
      }
      let score = normal.get(value);
      if (score === undefined) {
        const among = Float64Array.of(value, lowest, highest);
        normalize(among, 3);
        score = among[0] as number;
        normal.set(value, score);
      }
      totals[k] = (totals[k] as number) + score * weight;
    }
  }
  const own = totals[self] as number;
  for (const [k, total] of totals.entries()) if (total > own) marks[k] = AVOIDED;
  marks[self] = WANTED;
  return marks;
}

/** @returns nodes with these ranges among which the node is one of the best; `open` if there may be some that were not met; `none` if no search avoids the others. */
function bestIn(
  survey: NodeSurvey,
  self: number,
  searches: Searches,
  marks: Uint8Array,
  ranges: readonly Range[],
): readonly string[] | 'open' | 'none' | undefined {
  const namesOf = (found: readonly number[]) =>
    found.map((index) => survey.names[survey.feasible[index] as number] as string);
  const node = namesOf([self])[0] as string;
  const isBest = (found: readonly number[]) =>
    isBestByScores(survey, self, found) &&
    survey.decideAmong(namesOf(found)).explanation?.best.includes(node) === true;
  const any = searches.finding(marks).next().value;
  if (!any) return 'none';
  if (isBest(any)) return namesOf(any);
  // It does not have the ends of the ranges.
  let tried = 0;
  for (const wanted of withEnds(survey.scores.varying, marks, ranges)) {
    tried += 1;
    const found = searches.finding(wanted).next().value;
    if (found) return isBest(found) ? namesOf(found) : 'open';
    if (tried === MOST_ENDS) return 'open';
  }
  return undefined;
}

/** What the model's scores say if raw scores are those of the survey: a quick answer, which is then confirmed. */
function isBestByScores(
  { scores: { fixed, varying } }: NodeSurvey,
  self: number,
  found: readonly number[],
): boolean {
  const totals = Float64Array.from(found, (index) => fixed[index] as number);
  for (const { raw, weight, normalize } of varying) {
    const some = Float64Array.from(found, (index) => raw[index] as number);
    normalize(some, some.length);
    for (let i = 0; i < some.length; i++) totals[i] = (totals[i] as number) + (some[i] as number) * weight;
  }
  const own = totals[found.indexOf(self)] as number;
  return totals.every((total) => total <= own);
}

/** The marks with a node at either end of each range, in every way. None if no node that can be found is there. */
function withEnds(
  varying: readonly VaryingScore[],
  marks: Uint8Array,
  ranges: readonly Range[],
): Iterable<Uint8Array> {
  const ends = ranges.flatMap(({ lowest, highest }, i) => {
    const { raw } = varying[i] as VaryingScore;
    return [lowest, highest].map((end) =>
      [...raw.keys()].filter((k) => raw[k] === end && marks[k] !== AVOIDED),
    );
  });
  const choose = function* (next: number, wanted: Uint8Array): Generator<Uint8Array> {
    const choices = ends[next];
    if (!choices) yield wanted;
    else if (choices.some((k) => wanted[k] === WANTED)) yield* choose(next + 1, wanted);
    else for (const k of choices) yield* choose(next + 1, wanted.with(k, WANTED));
  };
  return choose(0, marks);
}

interface Searches {
  /** The nodes that searches find, by index of the feasible ones: one set for each place at which a search can begin. */
  finding(marks: Uint8Array): Generator<readonly number[]>;
  /** Whether a search can find none of a group. */
  canAvoid(group: readonly number[]): boolean;
  /** Whether no more were tried, although there were more to try. */
  areSpent(): boolean;
}

function searchesOf(
  { names, feasible, needed, parallelism, isNarrowed }: NodeSurvey,
  start: SearchStart,
  mostTries: number,
): Searches {
  let tries = 0;
  const count = names.length;
  const indexOf = new Map(feasible.map((place, index) => [place, index]));
  function* finding(marks: Uint8Array): Generator<readonly number[]> {
    const usable = [...marks.keys()].filter((i) => marks[i] !== AVOIDED);
    if (usable.length < needed) return;
    const wanted = usable.filter((i) => marks[i] === WANTED);
    if (wanted.length > needed) return;
    if (start === 'any-order' || isNarrowed) {
      tries += 1;
      yield [...new Set([...wanted, ...usable])].slice(0, needed);
      return;
    }
    const whole = new Uint8Array(count);
    for (const [index, place] of feasible.entries()) whole[place] = marks[index] as number;
    const circle = new Uint8Array(count);
    const firsts = start === 'any-place' ? count : 1;
    for (let i = 0; i < firsts && tries <= mostTries; i++) {
      tries += 1;
      const first = start === 'any-place' ? i : start;
      circle.set(whole.subarray(first));
      circle.set(whole.subarray(0, first), count - first);
      const places = possibleSearch(circle, needed, parallelism);
      if (places) yield places.map((place) => indexOf.get((place + first) % count) as number);
    }
  }
  return {
    finding,
    canAvoid(group) {
      const marks = new Uint8Array(feasible.length).fill(FREE);
      for (const index of group) marks[index] = AVOIDED;
      return !finding(marks).next().done;
    },
    areSpent: () => tries > mostTries,
  };
}
