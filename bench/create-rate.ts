/** Measures how many pods a second keg creates on a bare API server, as ratios to other clients; `--pods 500 --rounds 9` by default, about 2 minutes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectionOf } from '../src/kubernetes/connection.ts';
import { openTransport, type Transport } from '../src/kubernetes/transport.ts';
import { buildPrograms, GoMissingError, type ProgramPaths } from '../test/control-plane/cluster/build.ts';
import { startControlPlane } from '../test/control-plane/cluster/control-plane.ts';
import { buildClientGo, clientGo } from './create-rate/client-go.ts';
import { kubectl } from './create-rate/kubectl.ts';
import { clientNode, keg } from './create-rate/node-contenders.ts';
import { type Contender, IN_FLIGHT, NAMESPACE } from './create-rate/order.ts';
import { median, play, ratio, type Score } from './create-rate/rounds.ts';

const { values } = parseArgs({
  options: { pods: { type: 'string', default: '500' }, rounds: { type: 'string', default: '9' } },
});
const PODS = Number(values.pods);
const ROUNDS = Number(values.rounds);
/** In microseconds. */
const MINUTE = 60_000_000;

try {
  await bench(await buildPrograms(console.log));
} catch (error) {
  if (!(error instanceof GoMissingError)) throw error;
  console.log(`create rate: left out: ${error.message}`);
}

async function bench(programs: ProgramPaths): Promise<void> {
  const clientGoProgram = await buildClientGo(console.log);
  if (clientGoProgram === undefined)
    console.log('client-go is left out: it must be built, and there is no Go');
  const cluster = await startControlPlane({
    noLimits: true,
    without: ['kube-scheduler', 'kube-controller-manager', 'kwok-controller'],
  });
  try {
    await compete(cluster.kubeconfig, programs.kubectl, clientGoProgram);
  } finally {
    await cluster.stop();
  }
}

async function compete(
  kubeconfig: string,
  kubectlProgram: string,
  clientGoProgram: string | undefined,
): Promise<void> {
  const transport = openTransport(await connectionOf({ kubeconfig }));
  const folder = await mkdtemp(join(tmpdir(), 'keg-create-rate-'));
  const contenders: Contender[] = [
    keg(transport),
    clientNode(kubeconfig),
    kubectl(kubectlProgram, kubeconfig, folder),
    ...(clientGoProgram === undefined
      ? []
      : [clientGo(clientGoProgram, kubeconfig, 'JSON'), clientGo(clientGoProgram, kubeconfig, 'protobuf')]),
  ];
  try {
    await transport.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: NAMESPACE } },
    });
    console.log(
      `${PODS} pods a turn, ${IN_FLIGHT} requests in flight, ${ROUNDS} rounds on a bare API server`,
    );
    print(await play(contenders, { count: ROUNDS, pods: PODS, clean: () => clean(transport) }));
  } finally {
    for (const contender of contenders) await contender.close();
    await transport.close();
    await rm(folder, { recursive: true });
  }
}

async function clean(transport: Transport): Promise<void> {
  await transport.send({
    method: 'DELETE',
    path: `/api/v1/namespaces/${NAMESPACE}/pods`,
    query: { gracePeriodSeconds: 0 },
    timeout: 5 * MINUTE,
  });
}

function print([own, ...others]: readonly Score[]): void {
  if (own === undefined) return;
  for (const score of [own, ...others]) {
    const { contender, rates } = score;
    const goal = contender.goal === undefined ? '' : `, at least ${contender.goal} is the goal`;
    const compared = score === own ? '' : `   keg is ${ratio(own, score).toFixed(2)}x as fast${goal}`;
    const spread = `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`;
    console.log(
      `${contender.name.padEnd(24)} ${median(rates).toFixed(0).padStart(5)} pods/s (${spread})${compared}`,
    );
  }
}
