/** `npm run golden:record`: records decisions of the project's own control plane, against which the scheduler model is tested. */
import { writeFile } from 'node:fs/promises';
import { runAsCommand } from '../cluster/command.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { plainApi } from '../cluster/plain-api.ts';
import { KUBERNETES_VERSION } from '../cluster/versions.ts';
import { drawSequence, FAMILIES } from './draw-sequence.ts';
import { recordSequence } from './record-sequence.ts';

const SEQUENCES_PER_FAMILY = 8;
const FILE = new URL(
  `../../core/scheduler/golden/decisions-${KUBERNETES_VERSION.replace(/^v/, '')}.jsonl`,
  import.meta.url,
);

await runAsCommand(async ({ note, print }) => {
  const cluster = await startControlPlane({
    note,
    without: ['kube-controller-manager', 'kwok-controller'],
    schedulerConfiguration: 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n',
    noLimits: true,
    extraArgs: {
      // These plugins add taints and tolerations that no controller would remove here.
      'kube-apiserver': {
        'disable-admission-plugins': 'ServiceAccount,TaintNodesByCondition,DefaultTolerationSeconds',
      },
      'kube-scheduler': { v: '4', vmodule: 'schedule_one=10,eventhandlers=10' },
    },
  });
  const api = plainApi(cluster);
  try {
    const lines: string[] = [];
    for (const family of FAMILIES) {
      for (let index = 0; index < SEQUENCES_PER_FAMILY; index++) {
        const recorded = await recordSequence(drawSequence(family, index), cluster, api);
        lines.push(JSON.stringify(recorded));
        note(`${recorded.id}: ${recorded.steps.length} steps`);
      }
    }
    await writeFile(FILE, `${lines.join('\n')}\n`);
    print(FILE.pathname);
  } finally {
    await api.close();
    await cluster.stop();
  }
});
