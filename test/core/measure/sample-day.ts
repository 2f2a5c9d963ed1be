/** A seeded day of a small cluster as a recording, for the tests of tables and figures. */
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';

export const SECOND = 1_000_000;
export const HOUR = 3600 * SECOND;

export const HEADER: RecordingHeader = {
  apiVersion: 'keg.dev/v1alpha1',
  kind: 'Recording',
  name: 'gpu-day',
  source: {
    kind: 'replay',
    target: 'embedded',
    kubernetes: '1.36',
    scenario: 'fixtures/gpu-day.yaml',
    seed: 7,
    speed: 10,
  },
  start: '2026-03-02T00:00:00.000000000Z',
  tool: { name: 'keg', version: '0.1.0' },
  clock: { kind: 'virtual', resolution: '1us' },
  redaction: 'none',
};

const GPU = 'nvidia.com/gpu';

/** A small repeatable generator (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface SampleDayOptions {
  readonly seed?: number;
  readonly pods?: number;
  readonly generalNodes?: number;
  readonly gpuNodes?: number;
  readonly hours?: number;
}

interface Kind {
  readonly name: string;
  readonly share: number;
  readonly requests: Record<string, string>;
  /** Mean lifetime in hours. */
  readonly lifetime: number;
}

const KINDS: readonly Kind[] = [
  { name: 'web', share: 0.45, requests: { cpu: '750m', memory: '2Gi' }, lifetime: 1.4 },
  { name: 'batch', share: 0.3, requests: { cpu: '3', memory: '6Gi' }, lifetime: 0.8 },
  { name: 'cache', share: 0.1, requests: { cpu: '500m', memory: '14Gi' }, lifetime: 2 },
  { name: 'train', share: 0.147, requests: { cpu: '4', memory: '24Gi', [GPU]: '2' }, lifetime: 1.8 },
  { name: 'huge', share: 0.003, requests: { cpu: '8', memory: '64Gi', [GPU]: '16' }, lifetime: 1 },
];

interface Waiting {
  readonly uid: string;
  readonly kind: Kind;
}

/** The observations of one day, ending with a `close` line. */
export function sampleDay(options: SampleDayOptions = {}): Observation[] {
  const { seed = 7, pods = 2400, generalNodes = 8, gpuNodes = 4, hours = 24 } = options;
  const random = seededRandom(seed);
  const observations: Observation[] = [];
  const free = new Map<string, Map<string, number>>();
  const addNodes = (pool: string, count: number, allocatable: Record<string, string>) => {
    for (let number = 0; number < count; number += 1) {
      const name = `${pool}-${number}`;
      observations.push({ at: 0, kind: 'node-added', uid: `node-${name}`, name, pool, allocatable });
      free.set(name, new Map(Object.entries(allocatable).map(([resource, text]) => [resource, plain(text)])));
    }
  };
  addNodes('general', generalNodes, { cpu: '16', memory: '64Gi', pods: '110' });
  addNodes('gpu', gpuNodes, { cpu: '48', memory: '256Gi', pods: '110', [GPU]: '8' });
  for (const kind of KINDS)
    observations.push({ at: 0, kind: 'template', hash: kind.name, template: templateOf(kind) });

  const agenda: { at: number; order: number; run: (at: number) => void }[] = [];
  let order = 0;
  const plan = (at: number, run: (at: number) => void) => {
    agenda.push({ at: Math.round(at), order: order++, run });
  };
  const queue: Waiting[] = [];

  const tryToBind = (at: number) => {
    for (let position = 0; position < queue.length; ) {
      const pod = queue[position];
      const node = pod && roomiest(free, pod.kind);
      if (!pod || node === null || node === undefined) {
        position += 1;
        continue;
      }
      queue.splice(position, 1);
      take(free, node, pod.kind, 1);
      observations.push({ at, kind: 'pod-bound', uid: pod.uid, node });
      plan(at + (0.5 + 2 * random()) * SECOND, (started) => {
        observations.push({ at: started, kind: 'pod-started', uid: pod.uid });
        plan(started + (1 + 8 * random()) * SECOND, (ready) => {
          observations.push({ at: ready, kind: 'pod-ready', uid: pod.uid });
        });
        plan(started + 12 * SECOND + -Math.log(1 - random()) * pod.kind.lifetime * HOUR, (ended) => {
          take(free, node, pod.kind, -1);
          if (pod.kind.name === 'web' || pod.kind.name === 'cache')
            observations.push({ at: ended, kind: 'pod-deleted', uid: pod.uid });
          else {
            const phase = random() < 0.04 ? 'Failed' : 'Succeeded';
            observations.push({ at: ended, kind: 'pod-finished', uid: pod.uid, phase });
          }
          tryToBind(ended);
        });
      });
    }
  };

  for (let number = 0; number < pods; number += 1) {
    const kind = drawKind(random());
    const at = arrivalTime(random, hours) * HOUR;
    plan(at, (created) => {
      const uid = `pod-${number}`;
      observations.push({
        at: created,
        kind: 'pod-created',
        uid,
        namespace: kind.name === 'train' || kind.name === 'huge' ? 'research' : 'shop',
        name: `${kind.name}-${number}`,
        group: kind.name,
        template: kind.name,
      });
      queue.push({ uid, kind });
      tryToBind(created);
      if (queue.some((waiting) => waiting.uid === uid)) {
        const message =
          kind.name === 'train' || kind.name === 'huge'
            ? `0/${free.size} nodes are available: ${free.size} Insufficient ${GPU}. preemption: 0/${free.size} nodes are available: ${free.size} No preemption victims found for incoming pod.`
            : `0/${free.size} nodes are available: 3 Insufficient memory, ${free.size - 3} Insufficient cpu.`;
        observations.push({ at: created, kind: 'pod-unschedulable', uid, message });
      }
    });
  }

  const end = hours * HOUR;
  for (;;) {
    let first = 0;
    for (let position = 1; position < agenda.length; position += 1) {
      const [a, b] = [agenda[position], agenda[first]];
      if (a && b && (a.at < b.at || (a.at === b.at && a.order < b.order))) first = position;
    }
    const [next] = agenda.splice(first, 1);
    if (!next || next.at > end) break;
    next.run(next.at);
  }
  observations.push({
    at: end,
    kind: 'close',
    speed: { planned: 10, achieved: 10, lag: { n: pods, p50: 0, p95: 0, p99: 0, max: 0 } },
  });
  return observations;
}

function templateOf(kind: Kind): PodTemplate {
  return {
    metadata: { labels: { app: kind.name } },
    spec: { containers: [{ name: 'main', resources: { requests: kind.requests } }] },
  };
}

function drawKind(draw: number): Kind {
  let below = 0;
  for (const kind of KINDS) {
    below += kind.share;
    if (draw < below) return kind;
  }
  return KINDS[0] as Kind;
}

/** Busy in the afternoon, quiet at night. */
function arrivalTime(random: () => number, hours: number): number {
  for (;;) {
    const hour = random() * hours;
    if (random() < 0.55 - 0.45 * Math.cos((2 * Math.PI * (hour - 2)) / 24)) return hour;
  }
}

const FACTORS: Readonly<Record<string, number>> = { m: 0.001, Gi: 2 ** 30 };

function plain(quantity: string): number {
  const [, digits = '0', suffix = ''] = /^([\d.]+)(\D*)$/.exec(quantity) ?? [];
  return Number(digits) * (FACTORS[suffix] ?? 1);
}

function roomiest(free: Map<string, Map<string, number>>, kind: Kind): string | null {
  let best: string | null = null;
  let bestCpu = -1;
  for (const [name, amounts] of free) {
    const fits =
      (amounts.get('pods') ?? 0) >= 1 &&
      Object.entries(kind.requests).every(([resource, text]) => (amounts.get(resource) ?? 0) >= plain(text));
    const cpu = amounts.get('cpu') ?? 0;
    if (fits && cpu > bestCpu) {
      best = name;
      bestCpu = cpu;
    }
  }
  return best;
}

function take(free: Map<string, Map<string, number>>, node: string, kind: Kind, sign: 1 | -1): void {
  const amounts = free.get(node);
  if (!amounts) return;
  for (const [resource, text] of Object.entries({ ...kind.requests, pods: '1' }))
    amounts.set(resource, (amounts.get(resource) ?? 0) - sign * plain(text));
}
