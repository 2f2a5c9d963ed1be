/** Measures a cluster with a short load, and removes the load: calls answered per second, pods bound per second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { watchCollection } from '../../../kubernetes/watch-loop.ts';
import type { Sustained } from '../live-run.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { RUN_LABEL } from '../objects/run-label.ts';
import { PROBE_LABEL, runLabels } from '../objects/run-names.ts';
import type { PodMix } from '../pace/call-times.ts';
import { remove } from '../play/cluster-calls.ts';
import { nodesReady } from '../play/nodes-ready.ts';
import { earlierRunsGone } from './earlier-runs-gone.ts';
import { leadLives } from './probe-lives.ts';
import { probeNode } from './probe-objects.ts';
import { steadyRate } from './steady-rate.ts';

/** In the beginning connections are opened, code is compiled, and what follows from creations has not begun. */
const WARM_UP_MS = 1_500;
/** By then the scheduler has used its burst, and what follows from creations goes on. */
const WARM_LIVES = 200;
/** A probe does not wait longer for that. */
const LONGEST_WARM_UP_MS = 4_500;
const MEASURED_MS = 3_500;
const LOOK_EVERY_MS = 20;

export interface ProbeOptions {
  readonly run: string;
  readonly namespace: string;
  /** Nodes of the run that exist already. */
  readonly nodes: number;
  readonly simulator: NodeSimulator;
  /** Whether KWOK carries out phases by keg's Stages, which is work for the API server too. */
  readonly staged: boolean;
  /** Whether keg carries out the phases. */
  readonly ownPhases: boolean;
  /** What becomes of the pods of the play. */
  readonly mix: PodMix;
}

/**
 * Creates pods that run on a node of their own and request nothing. They are bound, started, changed, ended and deleted as in the play, at most 200
 * alive and 64 calls under way at a time, and the next begins when one is over. After a warm-up it counts for 3.5 s, by half seconds. Then it deletes the
 * rest at once. The nodes of the play are ready by then, so that the scheduler looks at as many nodes as in the play.
 */
export async function probeCluster(
  transport: Transport,
  { run, namespace, nodes, simulator, staged, ownPhases, mix }: ProbeOptions,
  signal: AbortSignal,
): Promise<Sustained> {
  const name = `keg-${run}-probe`;
  const labels = { ...runLabels(run), [PROBE_LABEL]: run };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const labelSelector = `${RUN_LABEL}=${run},${PROBE_LABEL}`;
  const ending = new AbortController();
  const waited = await earlierRunsGone(transport, signal);
  await transport.send({
    method: 'POST',
    path: '/api/v1/nodes',
    body: probeNode(name, labels, simulator),
    idempotent: true,
    signal,
  });
  try {
    await nodesReady({ transport, run, count: nodes + 1, simulator, signal });
    const now = (): number => transport.clock.now();
    const lives = leadLives({
      path,
      node: name,
      labels,
      mix,
      staged,
      startsPods: !ownPhases,
      send: (request) => transport.send({ ...request, signal }),
      now,
    });
    const watching = (async () => {
      const pods = watchCollection<PodObject & KubernetesObject>(
        transport,
        { path, labelSelector },
        { signal: ending.signal },
      );
      for await (const report of pods)
        if (report.type === 'changed' || report.type === 'added') lives.see(report.object);
    })().catch(() => {});
    const liveUntil = async (isOver: (ms: number) => boolean): Promise<void> => {
      const begun = performance.now();
      while (!isOver(performance.now() - begun)) {
        await sleep(LOOK_EVERY_MS, undefined, { signal });
        lives.passTime();
      }
    };
    await liveUntil(
      (ms) =>
        ms > LONGEST_WARM_UP_MS || (ms > WARM_UP_MS && lives.over.length > WARM_LIVES) || lives.isSpent(),
    );
    const from = now();
    await liveUntil((ms) => ms >= MEASURED_MS || lives.isSpent());
    const to = now();
    await lives.end();
    ending.abort();
    await watching;
    return {
      calls: steadyRate(lives.answered, from, to),
      bindings: steadyRate(lives.bound, from, to).mean,
      waited,
      startsAreLate: lives.starts.late > lives.starts.all / 2,
    };
  } finally {
    ending.abort();
    await transport.send({ method: 'DELETE', path, query: { labelSelector, gracePeriodSeconds: 0 } });
    await remove(transport, `/api/v1/nodes/${name}`);
  }
}
