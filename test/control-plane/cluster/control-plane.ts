/** Starts a real control plane (etcd, Kubernetes and KWOK) on loopback, with its own folder and ports. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { answers, type ClientCertificate } from './answers.ts';
import { buildPrograms, type Note } from './build.ts';
import {
  type Component,
  components,
  createClusterFolder,
  kubeconfigPath,
  kwokctlFolder,
  readPid,
  removeCluster,
  removeOrphans,
} from './cluster-folder.ts';
import { createCluster } from './create-cluster.ts';
import type { ComponentName, ControlPlaneSettings } from './kwokctl-configuration.ts';
import { endProcesses, runsIn, signalIn } from './processes.ts';
import { takeTurn } from './start-turn.ts';

export interface ControlPlaneOptions extends ControlPlaneSettings {
  /** If not given, a name that no other process uses. */
  readonly name?: string;
  /** Whether the cluster stays when this process ends. */
  readonly stays?: boolean;
  readonly note?: Note;
}

export interface ControlPlane {
  readonly name: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:port` */
  readonly server: string;
  readonly folder: string;
  readonly certificate: ClientCertificate;
  /** Path of the audit log, one JSON object a line; undefined without an audit policy. */
  readonly auditLog: string | undefined;
  /** The process id of every component that runs. */
  pids(): Promise<Readonly<Partial<Record<ComponentName, number>>>>;
  component(name: ComponentName): Component;
  /** The address of a component's metrics, which it serves without credentials. */
  metrics(name: 'kube-scheduler' | 'kube-controller-manager'): string;
  /** Path of a component's log. */
  log(name: ComponentName): string;
  /** Ends one component at once (SIGKILL), as a crash would. */
  kill(name: ComponentName): Promise<void>;
  /** Starts a killed component again with the same arguments. Returns for the API server when it is ready. */
  restart(name: ComponentName): Promise<void>;
  /** Freezes one component (SIGSTOP): connections stay open and get no answer. */
  freeze(name: ComponentName): Promise<void>;
  /** Lets a frozen component continue (SIGCONT). */
  thaw(name: ComponentName): Promise<void>;
  /** Ends every process of this cluster, frozen ones too, and removes its folder. */
  stop(): Promise<void>;
}

// The API server serves it a moment after the definition of Stage exists.
const STAGES_PATH = '/apis/kwok.x-k8s.io/v1alpha1/stages';
let started = 0;

/**
 * Starts a control plane and returns when it is ready: about 3 s once its programs are built.
 *
 * @throws GoMissingError if programs must be built and Go is missing; UserError with the component's output if the start fails.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const programs = await buildPrograms(options.note ?? (() => {}), options.schedulerVersion);
  await removeOrphans();
  started += 1;
  const name = options.name ?? `test-${process.pid}-${started}`;
  const interruption = interruptions();
  try {
    const folder = await createClusterFolder(name, options.stays === true ? undefined : process.pid);
    try {
      const endTurn = await takeTurn(interruption.signal);
      try {
        await createCluster(name, folder, programs, options, interruption.signal);
        const cluster = await connect(name, folder, options);
        interruption.signal.throwIfAborted();
        return cluster;
      } finally {
        await endTurn();
      }
    } catch (error) {
      await removeCluster(folder);
      throw error;
    }
  } finally {
    interruption.ignore();
  }
}

/** A Ctrl-C during the start must leave nothing behind: the cluster is removed before the process ends. */
function interruptions(): { readonly signal: AbortSignal; ignore(): void } {
  const controller = new AbortController();
  const abort = (): void =>
    controller.abort(
      new UserError('Interrupted; what had been started is gone again', { next: 'try again', exitCode: 3 }),
    );
  process.on('SIGINT', abort).on('SIGTERM', abort);
  return {
    signal: controller.signal,
    ignore: () => void process.off('SIGINT', abort).off('SIGTERM', abort),
  };
}

async function connect(name: string, folder: string, settings: ControlPlaneSettings): Promise<ControlPlane> {
  const home = kwokctlFolder(folder, name);
  const parts = await components(folder, name);
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'admin.crt', 'admin.key'].map((file) => readFile(`${home}/pki/${file}`, 'utf8')),
  );
  const certificate = { ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
  const part = (wanted: ComponentName): Component => {
    const found = parts.find((candidate) => candidate.name === wanted);
    if (found === undefined) throw new Error(`cluster ${name} has no ${wanted}`);
    return found;
  };
  const server = addressOf(part('kube-apiserver'));
  const signal = async (wanted: ComponentName, what: NodeJS.Signals): Promise<void> => {
    const pid = await readPid(part(wanted).pidFile);
    if (pid === undefined || !(await signalIn(folder, pid, what))) {
      throw new Error(`${wanted} of cluster ${name} does not run`);
    }
  };
  const readyPaths = ['/readyz', ...(settings.stages === true ? [STAGES_PATH] : [])];
  await answers(server, certificate, readyPaths);
  return {
    name,
    kubeconfig: kubeconfigPath(folder),
    server,
    folder,
    certificate,
    auditLog: settings.auditPolicy === undefined ? undefined : `${home}/logs/audit.log`,
    pids: () => livePids(parts, folder),
    component: part,
    metrics: (wanted) => `${addressOf(part(wanted))}/metrics`,
    log: (wanted) => part(wanted).logFile,
    kill: async (wanted) => {
      const pid = await readPid(part(wanted).pidFile);
      await endProcesses(folder, pid === undefined ? [] : [pid]);
    },
    restart: async (wanted) => {
      await startAgain(part(wanted), home);
      if (wanted === 'kube-apiserver') await answers(server, certificate, readyPaths);
    },
    freeze: (wanted) => signal(wanted, 'SIGSTOP'),
    thaw: (wanted) => signal(wanted, 'SIGCONT'),
    stop: () => removeCluster(folder),
  };
}

function addressOf({ args }: Component): string {
  const port = args.find((arg) => arg.startsWith('--secure-port='))?.split('=')[1];
  return `https://127.0.0.1:${port}`;
}

async function livePids(
  parts: readonly Component[],
  folder: string,
): Promise<Partial<Record<ComponentName, number>>> {
  const pids: Partial<Record<ComponentName, number>> = {};
  for (const { name, pidFile } of parts) {
    const pid = await readPid(pidFile);
    if (pid !== undefined && (await runsIn(pid, folder))) pids[name] = pid;
  }
  return pids;
}

async function startAgain(component: Component, home: string): Promise<void> {
  const log = await open(component.logFile, 'a');
  try {
    const child = spawn(component.program, component.args, {
      cwd: home,
      // In its own process group, as those of kwokctl: a Ctrl-C at the terminal must reach only the process that started the cluster and ends it.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    child.unref();
    // kwokctl reads this file too.
    await writeFile(component.pidFile, String(child.pid));
  } finally {
    await log.close();
  }
}
