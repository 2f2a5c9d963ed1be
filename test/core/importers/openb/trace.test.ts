/** The real trace: its counts, and its occupancy by an independent sweep against independently computed figures. */
import type { ExecutionContext } from 'ava';
import { importOpenb, type OpenbImport } from '../../../../src/core/importers/openb/openb.ts';
import { podRequest } from '../../../../src/core/objects/pod-request.ts';
import { sharedText, testWithShared } from '../../../shared.ts';

interface Expected {
  readonly cluster_capacity_all_nodes: Readonly<Record<string, number>>;
  /** running_pods, cpu_milli, memory_mib, gpu_milli */
  readonly peak: readonly number[];
  readonly peak_time: readonly number[];
  readonly occupancy_just_before: Readonly<Record<string, readonly number[]>>;
}

function read(podList: string): OpenbImport {
  const [nodes, pods] = ['openb_node_list_all_node.csv', podList];
  return importOpenb(
    { file: nodes, text: sharedText(`data/openb/${nodes}`) },
    { file: pods, text: sharedText(`data/openb/${pods}`) },
  );
}

const DEFAULT = 'openb_pod_list_default.csv';

/** The requests after all events of a time: pods, cpu, memory, GPU. */
interface Step {
  readonly second: number;
  readonly amounts: readonly number[];
}

/** Adds at a bind and subtracts at the first end: independent of the measuring engine. */
function sweep(trace: OpenbImport): Step[] {
  const requests = new Map<string, readonly number[]>();
  const templates = new Map<string, string>();
  const holding = new Map<string, readonly number[]>();
  const amounts = [0, 0, 0, 0];
  const steps: Step[] = [];
  for (const observation of trace.history()) {
    const second = observation.at / 1e6;
    if (observation.kind === 'template') {
      const request = podRequest(observation.template.spec);
      const mebibytes = (request.get('memory') ?? 0) / 2 ** 20;
      const gpu = request.get('alibabacloud.com/gpu-milli') ?? 0;
      requests.set(observation.hash, [1, request.get('cpu') ?? 0, mebibytes, gpu]);
    } else if (observation.kind === 'pod-created') templates.set(observation.uid, observation.template);
    else if (observation.kind === 'pod-bound') {
      holding.set(observation.uid, requests.get(templates.get(observation.uid)!)!);
      change(amounts, holding.get(observation.uid)!, 1);
    } else if (observation.kind === 'pod-finished' || observation.kind === 'pod-deleted') {
      const held = holding.get(observation.uid);
      if (held) change(amounts, held, -1);
      holding.delete(observation.uid);
    } else continue;
    if (steps.at(-1)?.second === second) steps.pop();
    steps.push({ second, amounts: [...amounts] });
  }
  return steps;
}

function change(amounts: number[], by: readonly number[], sign: 1 | -1): void {
  for (const [index, amount] of by.entries()) amounts[index] = amounts[index]! + sign * amount;
}

function expected(): Expected {
  return JSON.parse(sharedText('data/openb/expected_occupancy.json')) as Expected;
}

testWithShared('the counts of pods, nodes, shapes and seconds are those of the trace', (t) => {
  const { problems, ...summary } = read(DEFAULT).summary;
  t.deepEqual(summary, {
    nodes: 1523,
    shapes: 27,
    pods: 8152,
    neverScheduled: 897,
    aliveAtEnd: 34,
    window: 12_902_960_000_000,
  });
  t.deepEqual(problems, []);
});

testWithShared('the pools hold all nodes, and offer what all nodes together offer', (t) => {
  const totals = { nodes: 0, cpu_milli: 0, memory_mib: 0, gpu_milli: 0 };
  for (const { count, template } of read(DEFAULT).scenario('openb', 'x').cluster.nodes) {
    const request = podRequest({ containers: [{ resources: { requests: template.allocatable } }] });
    totals.nodes += count;
    totals.cpu_milli += count * request.get('cpu')!;
    totals.memory_mib += (count * request.get('memory')!) / 2 ** 20;
    totals.gpu_milli += count * (request.get('alibabacloud.com/gpu-milli') ?? 0);
  }
  t.deepEqual(totals, expected().cluster_capacity_all_nodes as typeof totals);
});

testWithShared('the requests just before each check point are exact', (t) => {
  const steps = sweep(read(DEFAULT));
  for (const [second, amounts] of Object.entries(expected().occupancy_just_before)) {
    t.deepEqual(steps.findLast((step) => step.second < Number(second))?.amounts, amounts, second);
  }
});

testWithShared('the peaks of pods, cpu, memory and GPU, and their times, are exact', (t) => {
  const steps = sweep(read(DEFAULT));
  const { peak, peak_time: peakTime } = expected();
  for (const [index, amount] of peak.entries()) {
    const largest = Math.max(...steps.map((step) => step.amounts[index]!));
    t.is(largest, amount);
    t.is(steps.find((step) => step.amounts[index] === largest)?.second, peakTime[index]);
  }
});

testWithShared('observations are in order, and every pod is bound and ended at most once', (t) => {
  checkLives(t, read(DEFAULT));
});

testWithShared('the sample with more pods without GPU is read as well', (t) => {
  const trace = read('openb_pod_list_cpu050.csv');
  t.is(trace.summary.pods, 7439);
  t.is(trace.summary.neverScheduled, 878);
  t.is(trace.summary.aliveAtEnd, 32);
  checkLives(t, trace);
});

function checkLives(t: ExecutionContext, trace: OpenbImport): void {
  const lives = new Map<string, string>();
  let last = 0;
  for (const observation of trace.history()) {
    if (observation.at < last) t.fail(`${observation.at} after ${last}`);
    last = observation.at;
    if ('uid' in observation && observation.kind.startsWith('pod-')) {
      lives.set(observation.uid, `${lives.get(observation.uid) ?? ''} ${observation.kind.slice(4)}`);
    }
  }
  const counts: Record<string, number> = {};
  for (const life of lives.values()) counts[life.trim()] = (counts[life.trim()] ?? 0) + 1;
  const { pods, neverScheduled, aliveAtEnd } = trace.summary;
  t.is(counts['created deleted'], neverScheduled);
  t.is(counts['created bound started'], aliveAtEnd);
  const ended =
    (counts['created bound started deleted'] ?? 0) + (counts['created bound started finished deleted'] ?? 0);
  t.is(ended, pods - neverScheduled - aliveAtEnd);
}
