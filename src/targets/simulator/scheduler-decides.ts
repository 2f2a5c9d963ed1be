/** Waits until a restarted scheduler decides: creates a pod that fits nowhere, and waits for the scheduler's refusal. It takes no room and no victims. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../core/errors/user-error.ts';
import type { PodObject } from '../../core/observing/pod-object.ts';
import { PROBE_LABEL, runLabels } from '../live/objects/run-names.ts';
import { remove } from '../live/play/cluster-calls.ts';
import type { ControlPlace } from '../live/scheduler-control.ts';

const LONGEST_MS = 60_000;
const LOOK_EVERY_MS = 25;
let count = 0;

/** @throws {UserError} (the cluster) where it decides nothing within a minute. */
export async function schedulerDecides({ transport, run, namespace }: ControlPlace): Promise<void> {
  count += 1;
  const name = `scheduler-${count}`;
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await transport.send({ method: 'POST', path: pods, body: pod(name, run), idempotent: true });
  try {
    const deadline = performance.now() + LONGEST_MS;
    for (;;) {
      const { status } = await transport.call<PodObject>({ method: 'GET', path: `${pods}/${name}` });
      if (status?.conditions?.some(({ type }) => type === 'PodScheduled')) return;
      if (performance.now() > deadline) throw silent();
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await remove(transport, `${pods}/${name}`);
  }
}

function pod(name: string, run: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { ...runLabels(run), [PROBE_LABEL]: run } },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      nodeSelector: { [PROBE_LABEL]: 'none' },
      containers: [{ name: 'probe', image: 'registry.k8s.io/pause:3.10' }],
    },
  };
}

function silent(): UserError {
  return new UserError(`the scheduler decides nothing ${LONGEST_MS / 1000} s after its restart`, {
    next: 'read its log: it ends when it does not accept a configuration; kubectl keg cluster reset --scheduler puts the default back',
    exitCode: 3,
  });
}
