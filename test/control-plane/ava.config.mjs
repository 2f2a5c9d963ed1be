/** Runs the tests that need a real control plane, one at a time: they share the machine with a cluster or two. */
export default {
  files: ['test/control-plane/**/*.test.ts'],
  extensions: ['ts'],
  workerThreads: false,
  concurrency: 1,
  serial: true,
  timeout: '10m',
};
