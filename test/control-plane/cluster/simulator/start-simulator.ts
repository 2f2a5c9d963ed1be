/** Starts kube-scheduler-simulator without Docker: a control plane without a scheduler and without KWOK, the simulator's server and its scheduler. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { buildPrograms, buildSimulator } from '../build.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from '../control-plane.ts';
import { freePorts } from '../free-ports.ts';
import { plainApi } from '../plain-api.ts';
import { schedulerConfiguration, schedulerFile, simulatorConfiguration } from './simulator-files.ts';

export interface Simulator extends ControlPlane {
  /** Where its own API is: `http://127.0.0.1:port/api/v1`. */
  readonly simulatorUrl: string;
}

/** Its scheduler listens on it, takes no other, and ends if another program has it. */
const SCHEDULER_PORT = 1212;
/** Fixed in the simulator: its reset deletes everything below this key. */
const ETCD_PREFIX = '/kube-scheduler-simulator';
const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/**
 * One simulator at a time runs on a machine, because of the fixed port of its scheduler.
 *
 * @throws {UserError} if another one runs, and as `startControlPlane`.
 */
export async function startSimulator(
  options: Pick<ControlPlaneOptions, 'name' | 'stays' | 'note'> = {},
): Promise<Simulator> {
  const note = options.note ?? (() => {});
  const { kubectl } = await buildPrograms(note);
  const programs = await buildSimulator(note);
  if (await answers(SCHEDULER_PORT)) throw portTaken();
  const cluster = await startControlPlane({
    ...options,
    without: ['kube-scheduler', 'kwok-controller'],
    etcdPrefix: ETCD_PREFIX,
  });
  try {
    const { folder } = cluster;
    const [port = 0, proxyPort = 0, dockerPort = 0] = await freePorts(3);
    await writeFile(schedulerFile(folder), schedulerConfiguration(folder));
    await writeFile(join(folder, 'config.yaml'), simulatorConfiguration());
    // The simulator keeps what exists when it starts, and a reset brings that back.
    await acceptsPods(cluster);
    await start(folder, 'kubectl-proxy', kubectl, [
      'proxy',
      '--kubeconfig',
      cluster.kubeconfig,
      '--port',
      String(proxyPort),
    ]);
    await untilOpen(proxyPort, 'kubectl-proxy');
    const script = join(import.meta.dirname, 'docker-calls.ts');
    const scheduler = programs['simulator-scheduler'];
    const apiServer = `http://127.0.0.1:${proxyPort}`;
    await start(folder, 'docker-calls', process.execPath, [
      script,
      folder,
      String(dockerPort),
      scheduler,
      apiServer,
    ]);
    // The simulator reads no arguments. The folder marks it as a process of this cluster.
    await start(folder, 'simulator', programs.simulator, [folder], {
      PORT: String(port),
      KUBE_SCHEDULER_SIMULATOR_ETCD_URL: `http://127.0.0.1:${await etcdPort(cluster)}`,
      KUBE_APISERVER_URL: apiServer,
      KUBE_SCHEDULER_CONFIG_PATH: schedulerFile(folder),
      DOCKER_HOST: `tcp://127.0.0.1:${dockerPort}`,
    });
    await untilOpen(port, 'simulator');
    await untilOpen(SCHEDULER_PORT, 'simulator-scheduler');
    return { ...cluster, simulatorUrl: `http://127.0.0.1:${port}/api/v1` };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function start(
  folder: string,
  name: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const log = await open(join(folder, `${name}.log`), 'a');
  try {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      // As the components of the cluster: a Ctrl-C at the terminal reaches only the process that ends them.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    child.unref();
    await writeFile(join(folder, `${name}.pid`), String(child.pid));
  } finally {
    await log.close();
  }
}

async function acceptsPods(cluster: ControlPlane): Promise<void> {
  const api = plainApi(cluster);
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  try {
    await until(async () => (await api.get(account)).status === 200, 'kube-controller-manager');
  } finally {
    await api.close();
  }
}

async function etcdPort({ component }: ControlPlane): Promise<string> {
  const url = component('etcd').args.find((arg) => arg.startsWith('--listen-client-urls='));
  return url?.split(':').at(-1) ?? '';
}

function untilOpen(port: number, name: string): Promise<void> {
  return until(() => answers(port), name);
}

async function until(isSo: () => Promise<boolean>, name: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline)
      throw new UserError(`${name} of the simulator is not ready after ${PATIENCE_MS / 1000} s`, {
        next: 'try again on a machine with more to spare',
        exitCode: 3,
      });
    await sleep(POLL_MS);
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function portTaken(): UserError {
  return new UserError(
    `port ${SCHEDULER_PORT} is in use, and the scheduler of the simulator takes no other`,
    { next: 'end what listens there; is it another simulator? npm run simulator:down', exitCode: 3 },
  );
}
