/**
 * `npm run usage:live -- --runtime FOLDER`: records what pods use from the summary of a real kubelet, and compares each amount with what the
 * kubelet itself says. Exit code 1 where it did not say one of them. Without Linux, root or containerd it is skipped, and says so.
 */
import { rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { clusterFolder, kwokctlFolder } from '../cluster/cluster-folder.ts';
import { runAsCommand } from '../cluster/command.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { type PlainApi, plainApi } from '../cluster/plain-api.ts';
import { keg, textOf } from '../live-fits/record-day.ts';
import { readRecorded } from '../replay-command.ts';
import { eventually } from '../workload.ts';
import { IMAGE } from './image.ts';
import { addAddress } from './local-address.ts';
import { nodeReady, startNode, whyNoNode } from './real-node.ts';

/** The API server proxies to no address of the loopback network (k8s.io/apimachinery pkg/util/proxy), so the kubelet gets one that only this machine has. */
const ADDRESS = '10.254.77.1';
/** Milliseconds: the kubelet measures each 10 s. */
const SETTLING = 25_000;

const { values } = parseArgs({ options: { runtime: { type: 'string', default: '' } } });

/** What the kubelet says of its pods: `cpu NAME AMOUNT` and `memory NAME AMOUNT`. */
async function said(cluster: ControlPlane, port: number): Promise<string[]> {
  const { cert, key } = cluster.certificate;
  const agent = new Agent({ cert, key, rejectUnauthorized: false });
  const text = await new Promise<string>((resolve, reject) => {
    request({ host: ADDRESS, port, path: '/stats/summary', agent }, async (response) => {
      let body = '';
      for await (const part of response.setEncoding('utf8')) body += part;
      resolve(body);
    })
      .on('error', reject)
      .end();
  });
  const { pods } = JSON.parse(text) as {
    pods: {
      podRef: { name: string };
      cpu?: { usageNanoCores?: number };
      memory?: { workingSetBytes?: number };
    }[];
  };
  return pods.flatMap(({ podRef, cpu, memory }) => [
    `cpu ${podRef.name} ${cpu?.usageNanoCores ?? 0}`,
    `memory ${podRef.name} ${memory?.workingSetBytes ?? 0}`,
  ]);
}

/** What a recording has of them, in the same words. */
async function recorded(
  path: string,
): Promise<{ readonly from: string | undefined; readonly all: string[] }> {
  const { header, observations, pods } = await readRecorded(path);
  const names = new Map([...pods.values()].map(({ created }) => [created.uid, created.name]));
  const all = observations.flatMap((each) => {
    if (each.kind !== 'pod-usage') return [];
    const name = names.get(each.uid);
    const { cpu, memory } = each.used;
    return [
      ...(cpu === undefined ? [] : [`cpu ${name} ${Number.parseInt(String(cpu), 10)}`]),
      ...(memory === undefined ? [] : [`memory ${name} ${Number.parseInt(String(memory), 10)}`]),
    ];
  });
  return { from: header.source.usage?.from, all };
}

function pod(name: string, args: readonly string[]): object {
  const container = { name: 'main', image: IMAGE, imagePullPolicy: 'Never', args };
  const spec = { hostNetwork: true, terminationGracePeriodSeconds: 0, containers: [container] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

async function podsRun(api: PlainApi): Promise<void> {
  await eventually(
    () => api.get('/api/v1/namespaces/default/pods'),
    ({ body }) =>
      body.items.length === 2 &&
      body.items.every(({ status }: { status: { phase: string } }) => status.phase === 'Running'),
    90,
  );
}

await runAsCommand(async ({ note, print }) => {
  const runtime = values.runtime.split(',').filter((each) => each !== '');
  const reason = whyNoNode(runtime);
  if (reason !== undefined) return note(`skipped: ${reason}`);
  const address = await addAddress(ADDRESS);
  if ('missing' in address) return note(`skipped: ${address.missing}`);
  const name = `usage-${process.pid}`;
  const file = join(tmpdir(), `${name}.keg.jsonl`);
  const keys = join(kwokctlFolder(clusterFolder(name), name), 'pki');
  const client = {
    'kubelet-client-certificate': join(keys, 'admin.crt'),
    'kubelet-client-key': join(keys, 'admin.key'),
    // The name of this machine may resolve to the loopback network.
    'kubelet-preferred-address-types': 'InternalIP',
  };
  try {
    const extraArgs = { 'kube-apiserver': client };
    const cluster = await startControlPlane({ note, name, without: ['kwok-controller'], extraArgs });
    const api = plainApi(cluster);
    try {
      const node = await startNode(cluster, runtime, note, ADDRESS);
      try {
        await nodeReady(async () => {
          const { body } = await api.get('/api/v1/nodes');
          const conditions = body.items[0]?.status.conditions as
            | { type: string; status: string }[]
            | undefined;
          return conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
        });
        await eventually(
          () => api.get('/api/v1/namespaces/default/serviceaccounts/default'),
          ({ status }) => status === 200,
        );
        await api.post('/api/v1/namespaces/default/pods', pod('quiet', ['pause']));
        await api.post(
          '/api/v1/namespaces/default/pods',
          pod('busy', ['ready', '/tmp/ready', '0', '0.0005']),
        );
        await podsRun(api);
        await sleep(SETTLING);
        const kubelet = new Set<string>();
        const recorder = textOf(
          keg(
            ['record', '-A', '-o', file, '--usage', '2s', '--duration', '20s', '--keep-names'],
            cluster.kubeconfig,
          ),
        );
        let isOver = false;
        recorder.finally(() => {
          isOver = true;
        });
        while (!isOver) {
          for (const each of await said(cluster, node.port)) kubelet.add(each);
          await sleep(500);
        }
        note((await recorder).trim());
        const { from, all } = await recorded(file);
        const wrong = all.filter((each) => !kubelet.has(each));
        print(
          `${hostname()}: usage from ${from}, ${all.length} amounts recorded, ${wrong.length} that the kubelet did not say`,
        );
        for (const each of wrong.length > 0 ? wrong : all) print(`  ${each}`);
        if (from !== 'kubelet' || all.length < 4 || wrong.length > 0) process.exitCode = 1;
      } finally {
        await node.stop();
      }
    } finally {
      await api.close();
      await cluster.stop();
    }
  } finally {
    await address.remove();
    await rm(file, { force: true });
  }
});
