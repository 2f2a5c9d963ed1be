/** Plays every variant with every seed, on all cores, and compares the figures. */
import { type Comparison, compareVariants } from '../../core/comparing/comparison.ts';
import { problemKey } from '../../core/comparing/problem-key.ts';
import type { ReplayCurves } from '../../core/comparing/replay-curves.ts';
import type { PlayedTask, PlayTasks, ReplayTask } from '../../core/comparing/replay-task.ts';
import { requirePlayed } from '../../core/comparing/require-played.ts';
import type { Problem } from '../../core/errors/problem.ts';
import type { ScalarChoice } from '../../core/measure/scalar-figures.ts';
import { comparedVariants, type NamedSettings, type Variant } from './compared-variants.ts';
import { openKnownResults } from './known-results.ts';

export interface CompareRequest<Options> {
  readonly files: readonly string[];
  readonly settings: readonly NamedSettings<Options>[];
  /** Settings of what is played as it is. */
  readonly asItIs: Options;
  /** The first one. Default: that of the first scenario that has one, else 1. */
  readonly seed: number | undefined;
  readonly seeds: number;
  readonly choice: ScalarChoice;
  /** Whether what each replay is over time is wanted too. Default false. */
  readonly curves?: boolean;
  /** Files besides those that are compared, that settings name. */
  readonly alsoReads: readonly string[];
  /** Folder that keeps results until all are there. */
  readonly cache: string;
  /** Version of keg: another version may play otherwise. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly play: PlayTasks<Options>;
  readonly onProgress: (done: number, all: number) => void;
  /** Receives the number of replays that an earlier run has left. */
  readonly onResumed: (known: number, all: number) => void;
}

export interface ComparedReplays {
  /** Undefined where a signal ended it before. */
  readonly comparison: Comparison | undefined;
  /** Of each variant, one for each replay; empty where they are not wanted. */
  readonly curves: readonly (readonly ReplayCurves[])[];
  readonly done: number;
  readonly all: number;
  /** Each once. */
  readonly problems: readonly Problem[];
  /** Of all nodes; '' for those without one. */
  readonly pools: ReadonlySet<string>;
}

interface Planned<Options> extends ReplayTask<Options> {
  readonly variant: number;
}

/**
 * Results are kept in the cache until the comparison is complete: the same command goes on where a stopped one was.
 *
 * @throws {UserError} for a file or a setting that cannot be played.
 */
export async function compareReplays<Options>(request: CompareRequest<Options>): Promise<ComparedReplays> {
  const { variants, inputs, seed = 1 } = await comparedVariants(request.files, request.settings);
  const tasks = plannedTasks(variants, { ...request, seed: request.seed ?? seed });
  const known = await openKnownResults(
    request.cache,
    [request.version, tasks],
    [...inputs, ...request.alsoReads],
  );
  const results = tasks.map((_, place) => known.results.get(place));
  const left = tasks.flatMap((_, place) => (results[place] === undefined ? [place] : []));
  let done = tasks.length - left.length;
  if (done > 0) request.onResumed(done, tasks.length);
  const isComplete = (): boolean => done === tasks.length;
  try {
    await request.play(
      left.map((place) => withoutVariant(tasks[place]!)),
      (index, result) => {
        const place = left[index]!;
        const played = requirePlayed(result, `${variants[tasks[place]!.variant]!.name}: `);
        results[place] = played;
        known.add(place, played);
        done += 1;
        request.onProgress(done, tasks.length);
      },
    );
  } finally {
    await known.close(isComplete() || done === 0);
  }
  return {
    comparison: isComplete() ? compareVariants(measured(variants, tasks, results)) : undefined,
    curves: variants.map((_, index) =>
      tasks.flatMap(({ variant }, place) => (variant === index ? (results[place]?.curves ?? []) : [])),
    ),
    done,
    all: tasks.length,
    problems: problemsOf(variants, tasks, results),
    pools: new Set(results.flatMap((result) => result?.pools.map(({ pool }) => pool ?? '') ?? [])),
  };
}

function plannedTasks<Options>(
  variants: readonly Variant<Options>[],
  { seed, seeds, asItIs, choice, curves = false }: CompareRequest<Options> & { readonly seed: number },
): Planned<Options>[] {
  return variants.flatMap(({ file, kind, settings }, variant): Planned<Options>[] => {
    const task = {
      variant,
      file,
      kind,
      options: settings?.options ?? asItIs,
      choice,
      ...(curves && { curves }),
    };
    if (kind === 'recording') return [{ ...task, seed: undefined }];
    return Array.from({ length: seeds }, (_, index) => ({ ...task, seed: seed + index }));
  });
}

function withoutVariant<Options>({ variant: _, ...task }: Planned<Options>): ReplayTask<Options> {
  return task;
}

function measured<Options>(
  variants: readonly Variant<Options>[],
  tasks: readonly Planned<Options>[],
  results: readonly (PlayedTask | undefined)[],
) {
  return variants.map(({ name, file, beside, settings }, index) => {
    const places = tasks.flatMap(({ variant }, place) => (variant === index ? [place] : []));
    return {
      name,
      file,
      ...(beside !== undefined && { beside }),
      settings: settings?.flags ?? '',
      seeds: places.flatMap((place) => tasks[place]!.seed ?? []),
      reports: places.map((place) => results[place]?.figures ?? []),
    };
  });
}

/** Each once. One that not every variant has begins with the names of those that have it. */
function problemsOf<Options>(
  variants: readonly Variant<Options>[],
  tasks: readonly Planned<Options>[],
  results: readonly (PlayedTask | undefined)[],
): Problem[] {
  const found = new Map<string, { readonly problem: Problem; readonly of: Set<string> }>();
  for (const [place, result] of results.entries()) {
    for (const problem of result?.problems ?? []) {
      const key = problemKey(problem);
      const entry = found.get(key) ?? { problem, of: new Set() };
      entry.of.add(variants[tasks[place]!.variant]!.name);
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ problem, of }) =>
    of.size === variants.length
      ? problem
      : { ...problem, message: `${[...of].join(', ')}: ${problem.message}` },
  );
}
