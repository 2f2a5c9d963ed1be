/** Records a day that is played on a real kubelet, as a user would: by `kubectl keg record -A`, redacted. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../cluster/build.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { plainApi } from '../cluster/plain-api.ts';
import { nodeReady, startNode } from '../real-node/real-node.ts';
import { type Day, playDay } from './day.ts';
import { acceptsPods, recordWhile } from './record-day.ts';

/** Milliseconds. The first pods of a node take longest. */
const SETTLING = 15_000;

/** @returns the path of the recording. */
export async function recordRealDay(
  day: Day,
  folder: string,
  runtime: readonly string[],
  note: Note,
): Promise<string> {
  const cluster = await startControlPlane({ note, without: ['kwok-controller'] });
  const api = plainApi(cluster);
  try {
    const node = await startNode(cluster, runtime, note);
    try {
      await acceptsPods(api);
      await nodeReady(async () => {
        const { body } = await api.get('/api/v1/nodes');
        return body.items.some(({ status }: { status: { conditions: { type: string; status: string }[] } }) =>
          status.conditions.some((each) => each.type === 'Ready' && each.status === 'True'),
        );
      });
      for (const act of day.before) await act(api);
      await sleep(SETTLING);
      return await recordWhile(
        cluster.kubeconfig,
        join(folder, `${day.name}.keg.jsonl.gz`),
        () => playDay(api, day),
        note,
      );
    } finally {
      await node.stop();
    }
  } finally {
    await api.close();
    await cluster.stop();
  }
}
