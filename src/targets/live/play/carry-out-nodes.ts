/** Adds, changes and removes nodes of a live cluster, with the pods that a node takes away. */
import type { TimelineEvent } from '../../../core/timeline/timeline-event.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import { type NodeState, nodeObject, nodePatches } from '../objects/node-object.ts';
import type { LivePod } from '../observe/live-pods.ts';
import { create, hasStatus, patch, remove, reportingRetries } from './cluster-calls.ts';
import type { DrainOptions, LiveDrains } from './drain-live-node.ts';
import { podKey } from './pod-life.ts';

type Added = Extract<TimelineEvent['action'], { kind: 'add-node' }>;

interface NodeCallsOptions extends Pick<DrainOptions, 'transport' | 'pods' | 'clock'> {
  readonly run: string;
  readonly isConfined: boolean;
  readonly simulator: NodeSimulator;
  readonly drains: LiveDrains;
  readonly refuse: (message: string) => void;
}

interface NodeCalls {
  add(calls: Transport, added: Added): Promise<void>;
  update(calls: Transport, node: Added['node']): Promise<void>;
  remove(calls: Transport, name: string): Promise<void>;
  /** A pod was bound. The scheduler may not have seen yet that its node is gone. */
  bound(pod: LivePod): void;
}

/** Attempts to update a node that others change too. */
const ATTEMPTS = 5;

export function nodeCalls(options: NodeCallsOptions): NodeCalls {
  const { transport, pods, clock, run, isConfined, drains, refuse } = options;
  const gone = new Set<string>();

  async function loseWithNode(calls: Transport, pod: LivePod): Promise<void> {
    const { isTerminating } = pod;
    await remove(calls, `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`);
    if (!isTerminating) drains.lost(pod);
  }

  return {
    async add(calls, { node, pool }) {
      const { name } = node.metadata;
      gone.delete(name);
      await create(calls, '/api/v1/nodes', nodeObject(node, pool, options));
      drains.nodeAdded(name);
    },
    async update(calls, node) {
      const path = nodePath(node.metadata.name);
      for (let attempt = 1; ; attempt += 1) {
        const before = await calls.call<NodeState>({ method: 'GET', path });
        const patches = nodePatches(before, node, run, isConfined);
        try {
          await patch(calls, path, patches.node);
          await patch(calls, `${path}/status`, patches.status);
          return;
        } catch (error) {
          // Kubernetes' controllers changed the node between the read and the patch.
          if (!hasStatus(error, 409) || attempt === ATTEMPTS) throw error;
        }
      }
    },
    /** Deletes the pods of a removed node too: Kubernetes' garbage collector would delete them after 40 s of wall time. */
    async remove(calls, name) {
      if (!(await remove(calls, nodePath(name))))
        return refuse(`node "${name}" does not exist and cannot be removed`);
      gone.add(name);
      await Promise.all(pods.on(name).map((pod) => loseWithNode(calls, pod)));
    },
    bound(pod) {
      if (pod.node === undefined || !gone.has(pod.node)) return;
      clock()?.schedule(transport.clock.now(), {
        key: podKey(pod.namespace, pod.name),
        isNeeded: () => !pod.isFinished && !pod.isTerminating,
        carryOut: (sending) => loseWithNode(reportingRetries(transport, sending), pod),
      });
    },
  };
}

export function nodePath(name: string): string {
  return `/api/v1/nodes/${name}`;
}
