/** The tests of `npm run test:quick`: all but the files that take long, so that the run ends within 90 seconds. */

/** Files that simulate many days, start many programs or fit many samples. `npm test` runs them. */
const LONG = [
  'test/cli/exit-codes.test.ts',
  'test/cli/streams.test.ts',
  'test/core/fitting/choice/**',
  'test/core/fitting/estimators/recovery.test.ts',
  'test/core/scenario/hostile-scenarios.test.ts',
  'test/verbs/fit/**',
  'test/verbs/replay/openb.test.ts',
];

export default {
  files: ['test/**/*.test.ts', '!test/control-plane/**', ...LONG.map((file) => `!${file}`)],
  extensions: ['ts'],
  workerThreads: false,
  concurrency: 2,
  timeout: '2m',
};
