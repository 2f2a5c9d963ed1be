/**
 * `npm run verify:max-day`: plays the fixture day at `--speed max` on a real kube-scheduler, and prints how long it took.
 *
 * Options: `--max-backoff 10s`, in whole seconds: podMaxBackoffSeconds of the scheduler.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runAsCommand } from '../cluster/command.ts';
import { startControlPlane } from '../cluster/control-plane.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const { values } = parseArgs({ options: { 'max-backoff': { type: 'string', default: '10s' } } });

await runAsCommand(async ({ note, print }) => {
  const backoff = Number.parseInt(values['max-backoff'], 10);
  const cluster = await startControlPlane({
    note: () => {},
    stages: true,
    schedulerLimits: { qps: 1000, burst: 2000 },
    schedulerConfiguration: `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
podMaxBackoffSeconds: ${backoff}
`,
  });
  try {
    const began = performance.now();
    const child = spawn(
      process.execPath,
      [
        join(ROOT, 'bin', 'kubectl-keg.cjs'),
        'replay',
        join(ROOT, 'fixtures', 'gpu-day.yaml'),
        '--target',
        'kwok',
        '--speed',
        'max',
        '--max-backoff',
        `${backoff}s`,
        '--scheduler-metrics',
        cluster.metrics('kube-scheduler'),
        '--controller-metrics',
        cluster.metrics('kube-controller-manager'),
      ],
      { env: { ...process.env, KUBECONFIG: cluster.kubeconfig }, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const [code] = (await once(child, 'close')) as [number | null];
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    if (code !== 0) note(`the replay ended with ${code}`);
    print(`the fixture day with podMaxBackoffSeconds ${backoff} took ${minutes} minutes`);
  } finally {
    await cluster.stop();
  }
});
