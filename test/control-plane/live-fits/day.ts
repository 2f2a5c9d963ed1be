/** Plays actions on an API server at their times: the days that are recorded to check what fit writes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlainApi } from '../cluster/plain-api.ts';

/** `at`: seconds after the start of the recording. */
export interface Action {
  readonly at: number;
  readonly act: (api: PlainApi) => Promise<void>;
}

export interface Day {
  readonly name: string;
  /** What it holds, for the table. */
  readonly title: string;
  readonly seconds: number;
  /** What exists before the recording. */
  readonly before: readonly Action['act'][];
  readonly actions: readonly Action[];
}

/** Returns when the last action is done and the day is over. */
export async function playDay(api: PlainApi, { actions, seconds }: Day): Promise<void> {
  const start = performance.now();
  const until = async (at: number): Promise<void> => {
    const left = at * 1000 - (performance.now() - start);
    if (left > 0) await sleep(left);
  };
  for (const { at, act } of [...actions].sort((a, b) => a.at - b.at)) {
    await until(at);
    await act(api);
  }
  await until(seconds);
}

export function make(path: string, object: object): Action['act'] {
  return async (api) => {
    const { status, body } = await api.post(path, object);
    if (status !== 201) throw new Error(`${path} answered ${status}: ${body.message}`);
  };
}

export function remove(path: string): Action['act'] {
  return async (api) => void (await api.delete(path));
}

/** Changes an object, again where another change came between. */
export function change(path: string, edit: (object: LooseObject) => void): Action['act'] {
  return async (api) => {
    for (;;) {
      const { body } = await api.get(path);
      edit(body);
      const { status, body: answer } = await api.put(path, body);
      if (status === 200) return;
      if (status !== 409) throw new Error(`${path} answered ${status}: ${answer.message}`);
    }
  };
}

// biome-ignore lint/suspicious/noExplicitAny: an edit changes a few fields of objects of every kind.
type LooseObject = any;

export function scale(workload: string, replicas: number): Action['act'] {
  return change(workload, (object) => {
    object.spec.replicas = replicas;
  });
}

/** Cordons a node, and evicts its pods through the API as `kubectl drain` does. */
export function drain(node: string): Action['act'] {
  return async (api) => {
    await cordon(node, true)(api);
    const { body } = await api.get(`/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`);
    for (const { metadata } of body.items) {
      if (metadata.ownerReferences?.some(({ kind }: { kind: string }) => kind === 'DaemonSet')) continue;
      const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/eviction`;
      await api.post(path, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: metadata.name, namespace: metadata.namespace },
      });
    }
  };
}

export function cordon(node: string, unschedulable: boolean): Action['act'] {
  return change(`/api/v1/nodes/${node}`, (object) => {
    object.spec.unschedulable = unschedulable;
  });
}
