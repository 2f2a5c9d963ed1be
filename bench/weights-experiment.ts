/**
 * Times the experiment of kube-event-generator in one command: 5 weight vectors × 15 workloads × 10 seeds, 750 replays (60 hours there, about
 * 4 minutes of wall time each). Then kills the command half-way, and checks that it goes on where it was and prints the same:
 * `node bench/weights-experiment.ts`. Exit code 1 above 3 minutes, and where the second part plays more than what was left.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HERE = resolve(import.meta.dirname, '..');
const REPLAYS = 750;
/** Seconds. */
const ALLOWED = 180;
/** As its experiment names them: a few plugins count more than the others. */
const VECTORS = {
  resource: 'NodeResourcesFit=10',
  affinity: 'InterPodAffinity=10,NodeAffinity=10',
  spread: 'PodTopologySpread=10',
  balanced: 'NodeResourcesBalancedAllocation=10',
};
/** Mean gap and mean lifetime of 100 pods, and their mean cores: from one that fits to one that waits. */
const WORKLOADS = [1, 2, 3].flatMap((gap) =>
  [20, 40, 60, 80, 100].map((life) => ({ gap, life, cores: 0.3 + life / 200 })),
);

const folder = mkdtempSync(join(tmpdir(), 'keg-experiment-'));
try {
  const files = WORKLOADS.map((workload, place) => {
    const file = join(folder, `workload-${place + 1}.yaml`);
    writeFileSync(file, scenario(workload));
    return file;
  });
  const whole = await play(files, 'whole');
  console.log(`${REPLAYS} replays in one command: ${whole.seconds.toFixed(1)} s of wall time`);
  const killed = await play(files, 'halved', REPLAYS / 2);
  const known = readdirSync(join(folder, 'halved', 'kubectl-keg', 'compare')).flatMap((name) =>
    readFileSync(join(folder, 'halved', 'kubectl-keg', 'compare', name), 'utf8')
      .split('\n')
      .slice(0, -1),
  ).length;
  const rest = await play(files, 'halved');
  console.log(
    `killed after ${killed.seconds.toFixed(1)} s with ${known} replays done; the rest took ${rest.seconds.toFixed(1)} s`,
  );
  const isSame = rest.table === whole.table;
  const wentOn = rest.messages.includes(
    `${known} of ${REPLAYS} replays of this comparison were played before`,
  );
  console.log(
    `the tables are ${isSame ? 'the same' : 'DIFFERENT'}; it ${wentOn ? 'went on' : 'BEGAN AGAIN'}`,
  );
  console.log(whole.table.split('\n').slice(0, 24).join('\n'));
  if (!isSame || !wentOn || whole.seconds > ALLOWED) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function scenario({ gap, life, cores }: (typeof WORKLOADS)[number]): string {
  const milli = Math.round(cores * 1000);
  return `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster:
  nodes: [{name: node, count: 2, template: {allocatable: {cpu: 4, memory: 32Gi}}}]
events:
  pods:
    - name: pod
      count: 100
      arrivals: {type: exponential, mean: ${gap}s}
      lifetime: {type: weibull, shape: 1.5, scale: ${life}s}
      requests:
        cpu: {type: uniform, min: ${Math.round(milli * 0.2)}m, max: ${Math.round(milli * 1.8)}m}
        memory: {type: uniform, min: 64Mi, max: 900Mi}
      podSpec: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}
`;
}

interface Ran {
  readonly seconds: number;
  readonly table: string;
  readonly messages: string;
}

/** @param killAt - number of replays after which it is killed. */
function play(files: readonly string[], name: string, killAt?: number): Promise<Ran> {
  const cache = join(folder, name);
  mkdirSync(cache, { recursive: true });
  const variants = Object.entries(VECTORS).flatMap(([vector, weights]) => [
    '--variant',
    `${vector}=--weights ${weights}`,
  ]);
  const args = [join(HERE, 'bin', 'kubectl-keg.cjs'), 'compare', ...files, ...variants, '--seeds', '10'];
  const began = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, XDG_CACHE_HOME: cache } });
  let [table, messages] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => {
    table += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    messages += bytes.toString();
  });
  const watch = setInterval(() => {
    if (killAt !== undefined && doneIn(join(cache, 'kubectl-keg', 'compare')) >= killAt)
      child.kill('SIGKILL');
  }, 20);
  return new Promise((done) => {
    child.on('close', () => {
      clearInterval(watch);
      done({ seconds: (performance.now() - began) / 1000, table, messages });
    });
  });
}

function doneIn(cache: string): number {
  try {
    const [file] = readdirSync(cache);
    return file === undefined ? 0 : readFileSync(join(cache, file), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}
