/** The tests of `npm run test:quick`: all but the files that take long, so that the run ends within 90 seconds. */

/** Each took over 2.4 s of CPU time alone: they simulate days, start programs or fit many samples. `npm test` runs them. */
const LONG = [
  'cli/exit-codes',
  'cli/help',
  'cli/interruption',
  'cli/other-files',
  'cli/outputs',
  'cli/streams',
  'core/distributions/families/families',
  'core/fitting/choice/bootstrap',
  'core/fitting/choice/choose-family',
  'core/fitting/choice/real-traces',
  'core/fitting/estimators/recovery',
  'core/fitting/pods/competing-ends',
  'core/importers/objects/hostile-objects',
  'core/scenario/hostile-scenarios',
  'core/timeline/expand-scenario',
  'kubernetes/connection',
  'kubernetes/watch-loop-laws',
  'readme',
  'render/report/table',
  'targets/embedded/invariants',
  'targets/embedded/workload-laws',
  'targets/live/remove/remove-run',
  'verbs/cluster/cluster-reset',
  'verbs/cluster/cluster-status',
  'verbs/fit/*',
  'verbs/generate/generate',
  'verbs/import/command-line',
  'verbs/import/import-files',
  'verbs/import/traps',
  'verbs/record/*',
  'verbs/replay/*',
];

export default {
  files: [
    'test/**/*.test.ts',
    '!test/control-plane/**',
    ...LONG.map((file) => `!test/${file}.test.ts`),
  ],
  extensions: ['ts'],
  workerThreads: false,
  concurrency: 2,
  timeout: '2m',
};
