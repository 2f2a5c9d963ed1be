/** Makes kubeconfigs in a separate folder, and transports that do not wait. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { ClusterChoice } from '../../src/kubernetes/cluster-choice.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport, type TransportOptions } from '../../src/kubernetes/transport.ts';
import { WALL_CLOCK, type WallClock } from '../../src/kubernetes/wall-clock.ts';

/** Waits are noted, and take half a millisecond. */
export function impatientClock(): WallClock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: WALL_CLOCK.now,
    sleep(duration, signal) {
      waits.push(duration);
      return WALL_CLOCK.sleep(500, signal);
    },
  };
}

export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'keg-kubernetes-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface KubeconfigParts {
  readonly server: string;
  readonly cluster?: object;
  readonly user?: object;
}

/** Writes a kubeconfig with one context, `here`. JSON is YAML. */
export function kubeconfig(
  t: ExecutionContext,
  { server, cluster = {}, user = {} }: KubeconfigParts,
): string {
  const file = join(temporaryFolder(t), 'config');
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'its-cluster', user: 'its-user' } }],
    clusters: [{ name: 'its-cluster', cluster: { server, ...cluster } }],
    users: [{ name: 'its-user', user }],
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

export async function transportTo(
  t: ExecutionContext,
  parts: KubeconfigParts,
  options: TransportOptions & { readonly choice?: ClusterChoice } = {},
): Promise<Transport> {
  const connection = await connectionOf({ kubeconfig: kubeconfig(t, parts), ...options.choice });
  const transport = openTransport(connection, { clock: impatientClock(), random: () => 0, ...options });
  t.teardown(() => transport.close());
  return transport;
}
