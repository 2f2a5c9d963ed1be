/** Runs the files of tests that need a real control plane. Each file starts one or two clusters. */
export default {
  files: ['test/control-plane/**/*.test.ts'],
  extensions: ['ts'],
  workerThreads: false,
  concurrency: 1,
  serial: true,
  timeout: '10m',
};
