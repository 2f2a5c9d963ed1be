/** What the runner of mutants and its worker process send to each other. */

/** What a worker reads when it starts: the instrumented sources by their paths, and the tests to load. */
export interface WorkerInput {
  readonly sources: Readonly<Record<string, string>>;
  readonly testFiles: readonly string[];
}

/** Runs tests in order up to the first that fails. */
export interface RunRequest {
  readonly tests: readonly string[];
  /** The mutant to switch on; none to run the code as it is. */
  readonly mutant?: string;
  /** Evaluations of the mutant after which it counts as an endless loop. */
  readonly hitLimit?: number;
  /** Measures the time and the coverage of each test, and goes on after a failure. */
  readonly measures?: boolean;
}

export interface RunReply {
  /** The first test that failed. */
  readonly failed?: string;
  /** The failed test fails without the mutant too, from now on: the mutant has spoilt the state of a module. */
  readonly isSpoilt?: boolean;
  readonly measured?: readonly MeasuredTest[];
}

export interface MeasuredTest {
  readonly id: string;
  readonly file: string;
  readonly milliseconds: number;
  readonly isPassed: boolean;
  /** How often the test evaluated each mutant's place. */
  readonly coverage: Readonly<Record<string, number>>;
}

/** The first message of a worker. */
export interface Loaded {
  /** The import of a test file that failed: the mutant breaks what a module does when it is loaded. */
  readonly loadError?: string;
  readonly tests: readonly string[];
  /** The mutants whose place ran while the modules were loaded. */
  readonly static: readonly string[];
}
