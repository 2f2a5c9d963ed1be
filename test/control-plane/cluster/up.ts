/** `npm run cluster:up`: starts a cluster to try keg on; prints the path of its kubeconfig, and nothing else, on stdout. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { runAsCommand } from './command.ts';
import { startControlPlane } from './control-plane.ts';
import type { ControlPlaneSettings } from './kwokctl-configuration.ts';

const USAGE =
  'npm run cluster:up -- [--name NAME] [--stages] [--scheduler-limits QPS/BURST | --no-limits] [--scheduler-config FILE]';

await runAsCommand(async ({ note, print }) => {
  const { name, settings } = await readFlags();
  const start = performance.now();
  const cluster = await startControlPlane({ ...settings, name, stays: true, note });
  note(
    `cluster "${name}" at ${cluster.server} is ready after ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  if (settings.stages === true) {
    note(
      'it serves Stage objects and has none yet: nodes and pods stay as they are made until some are applied',
    );
  }
  for (const name of ['kube-scheduler', 'kube-controller-manager'] as const)
    note(`metrics of ${name}: ${cluster.metrics(name)}`);
  note(`end it with: npm run cluster:down -- --name ${name}`);
  print(cluster.kubeconfig);
});

async function readFlags(): Promise<{ name: string; settings: ControlPlaneSettings }> {
  const values = parse();
  const limits = values['scheduler-limits'];
  const configuration = values['scheduler-config'];
  return {
    name: values.name,
    settings: {
      stages: values.stages,
      noLimits: values['no-limits'],
      ...(limits !== undefined && { schedulerLimits: schedulerLimits(limits) }),
      ...(configuration !== undefined && { schedulerConfiguration: await text(configuration) }),
    },
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        name: { type: 'string', default: 'keg' },
        stages: { type: 'boolean', default: false },
        'no-limits': { type: 'boolean', default: false },
        'scheduler-limits': { type: 'string' },
        'scheduler-config': { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UserError((error as Error).message, { next: USAGE });
  }
}

function schedulerLimits(given: string): { qps: number; burst: number } {
  const [, qps, burst] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(given) ?? [];
  if (qps === undefined || burst === undefined) {
    throw new UserError(`--scheduler-limits ${given} is not QPS/BURST`, {
      next: "try --scheduler-limits 500/1000; kube-scheduler's own are 50/100",
    });
  }
  return { qps: Number(qps), burst: Number(burst) };
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`Can't read ${file}: ${(error as NodeJS.ErrnoException).code}`, { next: USAGE });
  }
}
