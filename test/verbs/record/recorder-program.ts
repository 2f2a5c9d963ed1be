/** A recorder as a separate program, so that a test can kill it. Prints after each flush what it acknowledges. */
import { existsSync } from 'node:fs';
import { recordCluster } from '../../../src/verbs/record/record-cluster.ts';

const [kubeconfig = '', file = '', flushEvery = '20000', salt = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.stdin.on('data', () => stop.abort()).on('end', () => stop.abort());

const recorded = await recordCluster({
  choice: { kubeconfig },
  timeout: undefined,
  file,
  resume: existsSync(file),
  selection: () => ({ namespaces: undefined }),
  names: salt === '' ? 'pseudonymised' : { salt },
  keep: [],
  tool: { name: 'kubectl-keg', version: 'test' },
  signal: stop.signal,
  warn: () => {},
  flushEvery: Number(flushEvery),
  onProgress: ({ acknowledged, bytes, pods, isSynced }) =>
    process.stdout.write(`${JSON.stringify({ acknowledged, bytes, pods, isSynced })}\n`),
});
process.stdout.write(`${JSON.stringify({ ended: true, coverage: recorded.coverage })}\n`);
process.exit(recorded.failure === undefined ? 0 : 3);
