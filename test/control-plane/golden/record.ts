/** `npm run golden:record`: records decisions of the project's own control plane, against which the scheduler model is tested. */
import { writeFile } from 'node:fs/promises';
import { runAsCommand } from '../cluster/command.ts';
import { plainApi } from '../cluster/plain-api.ts';
import { KUBERNETES_VERSION } from '../cluster/versions.ts';
import { drawSequence, FAMILIES } from './draw-sequence.ts';
import { recordSequence } from './record-sequence.ts';
import { startSchedulerUnderTest } from './scheduler-under-test.ts';

const SEED = 1;
const SEQUENCES_PER_FAMILY = 3;
const FILE = new URL(
  `../../core/scheduler/golden/decisions-${KUBERNETES_VERSION.replace(/^v/, '')}.jsonl`,
  import.meta.url,
);

await runAsCommand(async ({ note, print }) => {
  const cluster = await startSchedulerUnderTest(KUBERNETES_VERSION, note);
  const api = plainApi(cluster);
  try {
    const lines: string[] = [];
    for (const family of FAMILIES) {
      for (let index = 0; index < SEQUENCES_PER_FAMILY; index++) {
        const drawn = drawSequence(family, index, SEED);
        const recorded = await recordSequence(drawn, KUBERNETES_VERSION, cluster, api);
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
