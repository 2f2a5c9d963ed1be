/** Decides for each mutant whether the tests notice it: first in a warm process, and again in a new one where they do not. */
import type { MeasuredTest } from './messages.ts';
import { MOST_COUNTED, type Mutant } from './mutants.ts';
import { startWorker, type Worker } from './worker-process.ts';

export type Verdict =
  /** A test failed. */
  | 'killed'
  /** The tests did not end in time: an endless loop. */
  | 'timeout'
  | 'survived'
  /** No test runs the mutated place. */
  | 'uncovered';

export interface Judged extends Mutant {
  readonly verdict: Verdict;
  /** The test that failed. */
  readonly by?: string;
}

export interface Clean {
  /** The tests that pass without a mutant, the fastest first. */
  readonly tests: readonly MeasuredTest[];
  readonly failing: readonly string[];
  /** Mutants whose place runs while modules are loaded. */
  readonly static: ReadonlySet<string>;
}

export interface Limits {
  /** Milliseconds of tests, as measured without a mutant, that one mutant may cost. */
  readonly testsPerMutant: number;
}

/** Runs every test without a mutant, and measures which mutants it reaches. */
export async function measureClean(input: string): Promise<Clean> {
  const worker = await startWorker(input);
  if (typeof worker === 'string') throw new Error(`the tests could not be loaded: ${worker}`);
  if (worker.loaded.loadError !== undefined) throw new Error(worker.loaded.loadError);
  const reply = await worker.run({ tests: worker.loaded.tests, measures: true }, 1_200_000);
  worker.stop();
  if (typeof reply === 'string') throw new Error(`the tests without a mutant ended with a ${reply}`);
  const measured = reply.measured ?? [];
  return {
    tests: measured.filter(({ isPassed }) => isPassed).sort((a, b) => a.milliseconds - b.milliseconds),
    failing: measured.filter(({ isPassed }) => !isPassed).map(({ id }) => id),
    static: new Set(worker.loaded.static),
  };
}

/** Judges one mutant at a time. */
export class Judge {
  readonly #input: string;
  readonly #clean: Clean;
  readonly #limits: Limits;
  #warm: Worker | undefined;

  constructor(input: string, clean: Clean, limits: Limits) {
    this.#input = input;
    this.#clean = clean;
    this.#limits = limits;
  }

  async judge(mutant: Mutant): Promise<Judged> {
    const isStatic = this.#clean.static.has(mutant.id);
    const covering = this.#clean.tests.filter(({ coverage }) => coverage[mutant.id] !== undefined);
    if (covering.length === 0 && !isStatic) return { ...mutant, verdict: 'uncovered' };
    if (covering.length > 0) {
      const judged = await this.#judgeWarm(mutant, this.#affordable(covering));
      if (judged !== undefined) return judged;
    }
    // What a module computes while it is loaded can reach any test.
    return this.#judgeFresh(mutant, this.#affordable(isStatic ? this.#clean.tests : covering));
  }

  stop(): void {
    this.#warm?.stop();
    this.#warm = undefined;
  }

  /** @returns undefined where a new process has to decide. */
  async #judgeWarm(mutant: Mutant, tests: readonly MeasuredTest[]): Promise<Judged | undefined> {
    if (this.#warm === undefined) {
      const started = await startWorker(this.#input);
      if (typeof started === 'string') throw new Error(`a worker did not start: ${started}`);
      this.#warm = started;
    }
    const hits = tests.map(({ coverage }) => coverage[mutant.id] ?? 0);
    const ids = tests.map(({ id }) => id);
    const request = {
      tests: ids,
      mutant: mutant.id,
      // A place that runs more often than counted has no limit but time.
      ...(Math.max(...hits) < MOST_COUNTED && {
        hitLimit: 100 * hits.reduce((sum, each) => sum + each, 0) + 1000,
      }),
    };
    const reply = await this.#warm.run(request, timeLimit(tests));
    if (typeof reply === 'string') {
      this.stop();
      return undefined;
    }
    if (reply.isSpoilt) {
      this.stop();
      return undefined;
    }
    return reply.failed === undefined ? undefined : { ...mutant, verdict: 'killed', by: reply.failed };
  }

  async #judgeFresh(mutant: Mutant, tests: readonly MeasuredTest[]): Promise<Judged> {
    const worker = await startWorker(this.#input, mutant.id);
    if (typeof worker === 'string')
      return { ...mutant, verdict: worker === 'timeout' ? 'timeout' : 'killed', by: 'loading' };
    if (worker.loaded.loadError !== undefined) {
      worker.stop();
      return { ...mutant, verdict: 'killed', by: 'loading' };
    }
    const reply = await worker.run({ tests: tests.map(({ id }) => id) }, timeLimit(tests));
    worker.stop();
    if (reply === 'timeout') return { ...mutant, verdict: 'timeout' };
    if (reply === 'crash') return { ...mutant, verdict: 'killed', by: 'a crash' };
    return reply.failed === undefined
      ? { ...mutant, verdict: 'survived' }
      : { ...mutant, verdict: 'killed', by: reply.failed };
  }

  /** The fastest tests whose times together stay within the limit; at least one. */
  #affordable(tests: readonly MeasuredTest[]): readonly MeasuredTest[] {
    let sum = 0;
    return tests.filter(({ milliseconds }, index) => {
      sum += milliseconds;
      return index === 0 || sum <= this.#limits.testsPerMutant;
    });
  }
}

/** Milliseconds. Generous, since the machine may be busy: an endless loop is the only thing that it must catch. */
function timeLimit(tests: readonly MeasuredTest[]): number {
  return 5000 + 5 * tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}
