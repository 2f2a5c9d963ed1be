/** A recorder of several files as a separate program, so that a test can kill it. Prints after each flush what it acknowledges. */
import { recordInParts } from '../../../src/verbs/record/record-in-parts.ts';

const [kubeconfig = '', run = '', resume = '', every = '150000'] = process.argv.slice(2);
const stop = new AbortController();
process.stdin.on('data', () => stop.abort()).on('end', () => stop.abort());

const { failure } = await recordInParts({
  choice: { kubeconfig },
  timeout: undefined,
  file: run,
  resume: resume === 'resume',
  rotation: { every: Number(every) },
  selection: () => ({ namespaces: undefined }),
  names: 'pseudonymised',
  keep: [],
  tool: { name: 'kubectl-keg', version: 'test' },
  signal: stop.signal,
  warn: () => {},
  flushEvery: 10_000,
  onProgress: ({ acknowledged }, file) => process.stdout.write(`${JSON.stringify({ file, acknowledged })}\n`),
});
process.stdout.write(`${JSON.stringify({ ended: true })}\n`);
process.exit(failure === undefined ? 0 : 3);
