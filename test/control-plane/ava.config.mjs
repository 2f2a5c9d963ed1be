/** Runs the files of tests that need a real control plane. Each file starts one or two clusters; `test.serial` runs its tests one by one. */
import { basename } from 'node:path';

/** The longest first: at the end of a run no file has a core to itself for long. */
const FIRST = [
  'replay-faults',
  'replay-demo',
  'replay-interruption',
  'record',
  'replay-seeds',
  'import-audit-log',
  'control-plane',
];

export default {
  files: ['test/control-plane/**/*.test.ts'],
  extensions: ['ts'],
  workerThreads: false,
  // Not `serial: true`: with it, ava runs one file at a time whatever the concurrency is.
  concurrency: 1,
  sortTestFiles: (one, other) => place(one) - place(other),
  timeout: '10m',
};

function place(file) {
  const found = FIRST.indexOf(basename(file, '.test.ts'));
  return found === -1 ? FIRST.length : found;
}
