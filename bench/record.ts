/** Measures recording against a bare JSON.parse of every line that the API server sends: 100,000 pods at full speed, with memory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepMemoryBounded } from '../src/cli/bounded-memory.ts';
import { ALIVE, EVENTS, eventsOf, NODES, PODS, serveCluster } from './record-server.ts';

const ROUNDS = Number(process.env.KEG_ROUNDS ?? 2);

interface Result {
  readonly seconds: number;
  /** Processor seconds of all threads. */
  readonly busy: number;
  readonly megabytes: number;
  /** Largest resident set in the first and in the second half, in MB. */
  readonly early: number;
  readonly late: number;
  readonly file?: number;
}

const [mode = 'all', url = '', file = ''] = process.argv.slice(2);
if (mode === 'server') await serveCluster();
else if (mode === 'bare') report(await bareLoop(url));
else if (mode === 'record') report(await recorder(url, file));
else await compareAll();

function report(result: Result): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit(0);
}

async function compareAll(): Promise<void> {
  const server = start('server');
  const [address] = await once(server.stdout!.setEncoding('utf8'), 'data');
  const folder = mkdtempSync(join(tmpdir(), 'keg-bench-'));
  try {
    console.log(`${PODS} pods, ${ALIVE} alive at a time, ${EVENTS} events; ${ROUNDS} rounds`);
    for (const name of ['day.keg.jsonl', 'day.keg.jsonl.gz']) {
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const bare = await resultOf(start('bare', String(address).trim()));
        const recorded = await resultOf(
          start('record', String(address).trim(), join(folder, `${round}-${name}`)),
        );
        const ratio = bare.seconds / recorded.seconds;
        ratios.push(ratio);
        const byProcessor = (bare.busy / recorded.busy).toFixed(2);
        console.log(
          `${name}: bare ${inWords(bare)}; recorded ${inWords(recorded)}, file ${recorded.file} MB: ${ratio.toFixed(2)}x, by processor time ${byProcessor}x`,
        );
      }
      const median = ratios.toSorted((one, other) => one - other)[Math.floor(ratios.length / 2)] ?? 0;
      console.log(`${name}: median ${median.toFixed(2)}x of a bare JSON.parse (wanted: 0.60x)`);
    }
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function inWords({ seconds, megabytes, early, late }: Result): string {
  const rate = Math.round(EVENTS / seconds).toLocaleString('en');
  return `${seconds.toFixed(2)} s (${rate} events/s, ${Math.round(megabytes / seconds)} MB/s), RSS ${early} then ${late} MB`;
}

function start(...argv: string[]): ChildProcess {
  return spawn(process.execPath, [import.meta.filename, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function resultOf(child: ChildProcess): Promise<Result> {
  let printed = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await once(child, 'close');
  return JSON.parse(printed) as Result;
}

function busySince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Samples the resident set until the returned function is called. */
function watchMemory(progress: () => number): () => { early: number; late: number } {
  const largest = { early: 0, late: 0 };
  const timer = setInterval(() => {
    const half = progress() < 0.5 ? 'early' : 'late';
    largest[half] = Math.max(largest[half], Math.round(process.memoryUsage.rss() / 1e6));
  }, 50);
  return () => {
    clearInterval(timer);
    return largest;
  };
}

async function bareLoop(server: string): Promise<Result> {
  const [response] = await once(get(`${server}/api/v1/pods?watch=true`), 'response');
  let lines = 0;
  let bytes = 0;
  let rest = '';
  let uids = 0;
  const memory = watchMemory(() => lines / EVENTS);
  const begun = performance.now();
  const used = process.cpuUsage();
  for await (const chunk of (response as NodeJS.ReadableStream).setEncoding('utf8')) {
    const text = rest + String(chunk);
    bytes += String(chunk).length;
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      const event = JSON.parse(text.slice(from, to)) as { object: { metadata: { uid: string } } };
      uids += event.object.metadata.uid.length;
      lines += 1;
      from = to + 1;
    }
    rest = text.slice(from);
    if (lines === EVENTS) break;
  }
  if (uids === 0) throw new Error('nothing was read');
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, busy: busySince(used), megabytes: bytes / 1e6, ...memory() };
}

async function recorder(server: string, path: string): Promise<Result> {
  const kubeconfig = `${path}.kubeconfig`;
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'bench',
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
      clusters: [{ name: 'bench', cluster: { server } }],
      users: [{ name: 'bench', user: {} }],
    }),
  );
  keepMemoryBounded();
  const { recordCluster } = await import('../src/verbs/record/record-cluster.ts');
  const stop = new AbortController();
  let events = 0;
  let begun = 0;
  let ended = 0;
  let used = process.cpuUsage();
  let busy = 0;
  const memory = watchMemory(() => events / EVENTS);
  const recorded = await recordCluster({
    choice: { kubeconfig },
    timeout: undefined,
    file: path,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'pseudonymised',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'bench' },
    signal: stop.signal,
    warn: () => {},
    onProgress(progress) {
      if (progress.isSynced && begun === 0) {
        begun = performance.now();
        used = process.cpuUsage();
      }
      events = progress.events - NODES;
      if (events < EVENTS || ended !== 0) return;
      ended = performance.now();
      busy = busySince(used);
      stop.abort();
    },
  });
  if (recorded.coverage.gaps > 0) throw new Error(`${recorded.coverage.gaps} gaps`);
  const megabytes = ((EVENTS / 4) * eventsOf(0, 1).reduce((sum, line) => sum + line.length, 0)) / 1e6;
  return {
    seconds: (ended - begun) / 1000,
    busy,
    megabytes,
    ...memory(),
    file: Math.round(statSync(path).size / 1e5) / 10,
  };
}
