/** The plans of `npm run test:quick`, `npm test` and `npm run test:nightly`: which parts run, and how long each may take. */

import { join } from 'node:path';

export interface Part {
  readonly name: string;
  readonly command: readonly string[];
  /** Seconds on two quiet cores with the programs of the control plane cached. */
  readonly budget: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const LINT: Part = {
  name: 'lint and format',
  command: ['biome', 'check', '--error-on-warnings', '.'],
  budget: 10,
};
const UNUSED: Part = {
  name: 'unused exports, files and dependencies',
  command: ['knip', '--no-progress'],
  budget: 10,
};
/** Saves a third of the time that each test file takes to load. Coverage would become less exact with it, so it is measured at night. */
const KEPT_CODE = { NODE_COMPILE_CACHE: join(import.meta.dirname, '..', 'node_modules', '.cache', 'keg') };

const TYPES: Part = { name: 'types', command: ['tsc', '--noEmit'], budget: 10 };

export const PLANS = {
  /** At most 90 seconds. */
  quick: (): readonly Part[] => [
    LINT,
    UNUSED,
    TYPES,
    {
      name: 'quick tests',
      command: ['ava', '--config', 'test/quick.config.mjs'],
      budget: 75,
      environment: KEPT_CODE,
    },
  ],
  /** At most 15 minutes. */
  all: (): readonly Part[] => [
    LINT,
    UNUSED,
    TYPES,
    { name: 'tests', command: ['ava'], budget: 290, environment: KEPT_CODE },
    {
      name: 'tests on a real control plane',
      command: ['node', 'test/control-plane/run.ts'],
      budget: 580,
      environment: KEPT_CODE,
    },
  ],
  /** Hours. KEG_NIGHTLY_SCALE=0.01 tries it in minutes. */
  nightly: (): readonly Part[] => {
    const environment = nightlyEnvironment();
    console.log(
      `seed of the day: ${environment.KEG_TEST_SEED} (repeat with KEG_TEST_SEED=${environment.KEG_TEST_SEED})`,
    );
    return [
      { name: 'long property tests', command: ['ava'], budget: budget(7200, 300), environment },
      { name: 'tests with coverage', command: ['c8', 'ava'], budget: 600 },
      {
        name: 'tests on a real control plane',
        command: ['node', 'test/control-plane/run.ts'],
        budget: 900,
        environment,
      },
      {
        name: 'new decisions of real kube-schedulers',
        command: [
          'node',
          'test/control-plane/golden/compare.ts',
          '--decisions',
          String(Math.round(5000 * scale())),
        ],
        budget: budget(3600, 300),
        environment,
      },
      {
        name: 'fits of recordings of a real control plane and a real kubelet',
        command: ['node', 'test/control-plane/live-fits/check.ts', ...realRuntime()],
        budget: 2400,
        environment,
      },
      {
        name: 'usage that the summary of a real kubelet gives',
        command: ['node', 'test/control-plane/real-node/record-usage.ts', ...realRuntime()],
        budget: 600,
        environment,
      },
      {
        name: 'faults that the tests of the core notice',
        command: ['node', 'test/mutation/run.ts', ...sample()],
        budget: budget(7200, 300),
        environment,
      },
      {
        name: 'soak',
        command: ['node', '--expose-gc', 'test/soak.ts', String(Math.round(3600 * scale()))],
        budget: budget(3700, 60),
        environment,
      },
    ];
  },
} satisfies Record<string, () => readonly Part[]>;

export function isPlan(name: string): name is keyof typeof PLANS {
  return Object.hasOwn(PLANS, name);
}

/** From 0 to 1: the share of a night's cases that a run tries. */
function scale(): number {
  return Number(process.env.KEG_NIGHTLY_SCALE ?? 1);
}

/** Every test and mutant draws from one seed, the date unless KEG_TEST_SEED gives one. */
function nightlyEnvironment() {
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  return { KEG_PROPERTY_RUNS: 'nightly', KEG_TEST_SEED: process.env.KEG_TEST_SEED || today };
}

/** Some work has a fixed size, however small the scale. */
function budget(whole: number, least: number): number {
  return Math.round(Math.max(least, whole * scale()));
}

/** KEG_NODE_RUNTIME names folders with containerd, ctr and runc, for the runs on a real kubelet. */
function realRuntime(): readonly string[] {
  const folders = process.env.KEG_NODE_RUNTIME;
  return folders ? ['--runtime', folders] : [];
}

/** Mutants of each folder; a whole night tries all. */
function sample(): readonly string[] {
  return scale() >= 1 ? [] : ['--sample', String(Math.max(1, Math.round(1000 * scale())))];
}
