/** Serves the cluster that bench/record.ts records: 100,000 pods that start, run and end, sent as fast as the client reads. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const PODS = Number(process.env.KEG_PODS ?? 100_000);
export const ALIVE = Number(process.env.KEG_ALIVE ?? 5_000);
/** The events of a pod: created, bound, running, deleted. */
export const EVENTS = PODS * 4;
export const NODES = 200;
const WORKLOADS = 50;
const CHUNK = 64 * 1024;

export async function serveCluster(): Promise<void> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench');
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/version') answer(200, { major: '1', minor: '36' });
    else if (!/\/(?:pods|nodes)$/.test(pathname))
      answer(403, { reason: 'Forbidden', message: 'not here', code: 403 });
    else if (searchParams.get('watch') === 'true') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      if (pathname.endsWith('/pods')) void sendAll(response);
    } else {
      const items = pathname.endsWith('/nodes')
        ? Array.from({ length: NODES }, (_, index) => nodeOf(index))
        : [];
      answer(200, { metadata: { resourceVersion: '1' }, items });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Sends as fast as the client reads. */
async function sendAll(response: ServerResponse): Promise<void> {
  let held = '';
  const send = async (line: string): Promise<void> => {
    held += line;
    if (held.length < CHUNK) return;
    const text = held;
    held = '';
    if (!response.write(text)) await once(response, 'drain');
  };
  try {
    for (let pod = 0; pod < PODS + ALIVE; pod += 1) {
      if (pod < PODS) for (const line of eventsOf(pod, 0)) await send(line);
      if (pod >= ALIVE) for (const line of eventsOf(pod - ALIVE, 2)) await send(line);
    }
    response.write(held);
  } catch {
    // The client closed the connection.
  }
}

/** A pod as a kubelet and a scheduler write it, with everything that the API server adds. */
export function eventsOf(pod: number, part: 0 | 1 | 2): string[] {
  const stamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const at = (step: number): string =>
    TEMPLATES[step]!.replaceAll('@POD', String(pod).padStart(8, '0'))
      .replaceAll('@WORK', String(pod % WORKLOADS))
      .replaceAll('@NODE', `node-${pod % NODES}`)
      .replaceAll('@STAMP', stamp)
      .replace('@VERSION', String(10 + pod * 4 + step));
  if (part === 0) return [at(0), at(1), at(2)];
  return part === 2 ? [at(3)] : [at(0), at(1), at(2), at(3)];
}

function nodeOf(index: number): object {
  return {
    metadata: { name: `node-${index}`, uid: `node-uid-${index}`, resourceVersion: '1', labels: {} },
    status: { allocatable: { cpu: '64', memory: '256Gi', pods: '500' }, conditions: [] },
  };
}

function managed(manager: string, fields: readonly string[]): object {
  const owned = Object.fromEntries(
    fields.map((field) => [`f:${field}`, { 'f:lastTransitionTime': {}, 'f:status': {} }]),
  );
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '@STAMP',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:status': owned },
  };
}

function podAt(step: number): object {
  const condition = (type: string) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: '@STAMP',
  });
  const isRunning = step >= 2;
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name: 'web-@WORK-5d4f8c7b9d-@POD',
      generateName: 'web-@WORK-5d4f8c7b9d-',
      namespace: 'team-@WORK',
      uid: '0f3ab2c4-1111-4222-8333-4444@POD',
      resourceVersion: '@VERSION',
      generation: 1,
      creationTimestamp: '@STAMP',
      labels: { app: 'web-@WORK', 'pod-template-hash': '5d4f8c7b9d', 'app.kubernetes.io/part-of': 'shop' },
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9090' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'web-@WORK-5d4f8c7b9d',
          uid: 'rs-@WORK',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [
        managed('kube-controller-manager', ['metadata', 'spec', 'containers', 'restartPolicy', 'dnsPolicy']),
        ...(step > 0 ? [managed('kube-scheduler', ['PodScheduled'])] : []),
        ...(isRunning
          ? [managed('kubelet', ['ContainersReady', 'Initialized', 'Ready', 'podIP', 'startTime'])]
          : []),
      ],
    },
    spec: {
      volumes: [
        {
          name: 'kube-api-access-x2x4z',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            ],
            defaultMode: 420,
          },
        },
      ],
      containers: [
        {
          name: 'web',
          image: 'registry.example.com/shop/web:1.27.3',
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          env: [
            { name: 'LOG_LEVEL', value: 'info' },
            { name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
          ],
          resources: { limits: { memory: '512Mi' }, requests: { cpu: '25@WORKm', memory: '256Mi' } },
          volumeMounts: [
            {
              name: 'kube-api-access-x2x4z',
              readOnly: true,
              mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
            },
          ],
          livenessProbe: {
            httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
            timeoutSeconds: 1,
            periodSeconds: 10,
          },
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      ...(step > 0 ? { nodeName: '@NODE' } : {}),
      schedulerName: 'default-scheduler',
      tolerations: [
        {
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
        {
          key: 'node.kubernetes.io/unreachable',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
      ],
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: isRunning ? 'Running' : 'Pending',
      qosClass: 'Burstable',
      ...(step === 0
        ? {}
        : {
            conditions: [
              'PodScheduled',
              ...(isRunning ? ['Initialized', 'ContainersReady', 'Ready'] : []),
            ].map(condition),
          }),
      ...(isRunning
        ? {
            hostIP: '10.0.0.7',
            podIP: '10.244.1.23',
            podIPs: [{ ip: '10.244.1.23' }],
            startTime: '@STAMP',
            containerStatuses: [
              {
                name: 'web',
                state: { running: { startedAt: '@STAMP' } },
                lastState: {},
                ready: true,
                restartCount: 0,
                image: 'registry.example.com/shop/web:1.27.3',
                imageID:
                  'registry.example.com/shop/web@sha256:0f3ab2c411114222833344440f3ab2c411114222833344440f3ab2c411114222',
                containerID: 'containerd://0f3ab2c411114222833344440f3ab2c411114222833344440f3ab2c411114222',
                started: true,
              },
            ],
          }
        : {}),
    },
  };
}

const TEMPLATES = ['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'].map(
  (type, step) => `${JSON.stringify({ type, object: podAt(step) })}\n`,
);
