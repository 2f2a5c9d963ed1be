/** What `kubectl get pods,nodes,events -A -o json` prints of a small cluster: two nodes, five running pods and one that waits. */

const MOMENT = '2026-03-01T12:00:00Z';

export function smallDump(): string {
  const nodes = ['worker-1', 'worker-2'];
  const pods = Array.from({ length: 6 }, (_, index) => pod(index, nodes[index % 2]!));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...nodes.map(node), ...pods] }, null, 2);
}

function node(name: string): object {
  const offered = { cpu: '4', memory: '16Gi', pods: '110' };
  const ready = { type: 'Ready', status: 'True', lastHeartbeatTime: MOMENT, lastTransitionTime: stamp(1) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, creationTimestamp: stamp(0) },
    spec: {},
    status: { capacity: offered, allocatable: offered, conditions: [ready] },
  };
}

function pod(index: number, nodeName: string): object {
  const name = `web-${index}`;
  const isWaiting = index === 5;
  const requests = { cpu: isWaiting ? '3' : '1', memory: '2Gi' };
  const spec = { containers: [{ name: 'main', image: 'nginx', resources: { requests } }] };
  const metadata = { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: stamp(10 + index) };
  const bound = { type: 'PodScheduled', status: 'True', lastTransitionTime: stamp(10 + index) };
  const refused = {
    ...bound,
    status: 'False',
    reason: 'Unschedulable',
    message: '0/2 nodes are available: 2 Insufficient cpu.',
  };
  const started = stamp(12 + index);
  const running = {
    phase: 'Running',
    startTime: stamp(11 + index),
    conditions: [bound, { type: 'Ready', status: 'True', lastTransitionTime: started }],
    containerStatuses: [{ name: 'main', restartCount: 0, state: { running: { startedAt: started } } }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: isWaiting ? spec : { ...spec, nodeName },
    status: isWaiting ? { phase: 'Pending', conditions: [refused] } : running,
  };
}

function stamp(minute: number): string {
  return `2026-03-01T11:${String(minute).padStart(2, '0')}:00Z`;
}
