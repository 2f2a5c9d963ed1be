/** Invariants of the embedded cluster in any scenario, computed from the observations alone. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import { parseResourceList } from '../../../src/core/objects/quantity.ts';
import { encodeObservation } from '../../../src/core/recording/encode.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { KUBERNETES_VERSIONS } from '../../../src/core/scheduler/kubernetes-version.ts';
import { integralOf, type NaiveState, naiveStates } from '../../core/measure/naive-measure.ts';
import { HEADER } from '../../core/recording/any-observation.ts';
import fc from '../../seeded-properties.ts';
import { arbitraryPlay } from './arbitrary-play.ts';
import { type Run, run } from './small-play.ts';

const RUNS = { numRuns: 300 };

/** Checks a law on many plays. `check` throws where it is broken. */
function holds(check: (day: Run) => void): void {
  fc.assert(
    fc.property(arbitraryPlay, (play) => check(run(play))),
    RUNS,
  );
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

interface BookPod {
  readonly request: ReadonlyMap<string, number>;
  node: string | undefined;
  started: boolean;
  terminal: boolean;
}

/** Tracks beside the cluster which pods are on which node, and the free resources of each node. */
class Books {
  readonly pods = new Map<string, BookPod>();
  readonly nodes = new Map<string, { readonly name: string; room: ReadonlyMap<string, number> }>();
  readonly templates = new Map<string, ReadonlyMap<string, number>>();
  created = 0;
  gone = 0;

  observe(each: Observation): void {
    switch (each.kind) {
      case 'template':
        this.templates.set(each.hash, new Map([...podRequest(each.template.spec), ['pods', 1]]));
        return;
      case 'node-added':
        must(![...this.nodes.values()].some(({ name }) => name === each.name), `two nodes are ${each.name}`);
        this.nodes.set(each.uid, { name: each.name, room: parseResourceList(each.allocatable) });
        return;
      case 'node-changed':
        must(this.nodes.has(each.uid), 'a node changed that is not there');
        if (each.allocatable) this.nodes.get(each.uid)!.room = parseResourceList(each.allocatable);
        return;
      case 'node-removed':
        must(
          ![...this.pods.values()].some((pod) => this.holds(pod, this.nodes.get(each.uid)!.name)),
          'pods left',
        );
        must(this.nodes.delete(each.uid), 'a node removed twice');
        return;
      case 'pod-created':
        must(!this.pods.has(each.uid), `${each.uid} created twice`);
        this.created += 1;
        this.pods.set(each.uid, {
          request: this.templates.get(each.template)!,
          node: undefined,
          started: false,
          terminal: false,
        });
        return;
      default:
        if ('uid' in each) this.observePod(each, this.pods.get(each.uid));
    }
  }

  observePod(each: Observation & { uid: string }, pod: BookPod | undefined): void {
    if (!pod) throw new Error(`${each.kind} of ${each.uid}, which is not there`);
    // A victim of preemption can end between the decision and its deletion.
    must(
      !pod.terminal || each.kind === 'pod-deleted' || each.kind === 'pod-disrupted',
      `${each.kind} of ${each.uid}, which is terminal`,
    );
    switch (each.kind) {
      case 'pod-bound':
        must(pod.node === undefined, `${each.uid} is bound twice`);
        must(
          [...this.nodes.values()].some(({ name }) => name === each.node),
          `bound to no node: ${each.node}`,
        );
        pod.node = each.node ?? undefined;
        return;
      case 'pod-unschedulable':
        return must(pod.node === undefined, `${each.uid} is bound, and unschedulable`);
      case 'pod-started':
        must(pod.node !== undefined && !pod.started, `${each.uid} started out of place`);
        pod.started = true;
        return;
      case 'pod-ready':
        return must(pod.started, `${each.uid} ready before it started`);
      case 'pod-finished':
        must(pod.started, `${each.uid} finished before it started`);
        pod.terminal = true;
        return;
      case 'pod-deleted':
        this.gone += 1;
        this.pods.delete(each.uid);
        return;
    }
  }

  holds(pod: BookPod, node: string): boolean {
    return pod.node === node && !pod.terminal;
  }

  mustFit(): void {
    for (const { name, room } of this.nodes.values()) {
      const used = new Map<string, number>();
      for (const pod of this.pods.values()) {
        if (!this.holds(pod, name)) continue;
        for (const [resource, amount] of pod.request) used.set(resource, (used.get(resource) ?? 0) + amount);
      }
      for (const [resource, amount] of used)
        must(amount <= (room.get(resource) ?? 0), `${name} holds ${amount} of ${resource}`);
    }
  }
}

test('no node is ever above its allocatable, in any resource or in pods', (t) => {
  holds(({ observations }) => {
    const books = new Books();
    for (const each of observations) {
      books.observe(each);
      if (each.kind === 'pod-bound') books.mustFit();
    }
  });
  t.pass();
});

test('every pod is bound at most once, to an existing node, with its phases in order', (t) => {
  holds(({ observations }) => {
    const books = new Books();
    for (const each of observations) books.observe(each);
  });
  t.pass();
});

test('every created pod is gone or alive, and the figures agree', (t) => {
  holds(({ observations }) => {
    const books = new Books();
    for (const each of observations) books.observe(each);
    must(books.created === books.gone + books.pods.size, 'pods were lost');
    const { pods, neverBound, ignored } = measure(HEADER, observations);
    const alive = [...books.pods.values()].filter(({ terminal }) => !terminal);
    must(pods.created === books.created, 'created');
    must(pods.alive.pending + pods.alive.bound === alive.length && pods.alive.lost === 0, 'alive');
    must(
      pods.created === pods.succeeded + pods.failed + pods.deleted + pods.alive.pending + pods.alive.bound,
      'sum of fates',
    );
    must(pods.created === pods.bound + neverBound.count, 'bound or never bound');
    must(ignored.total === 0, 'the measurement could not use an observation');
  });
  t.pass();
});

test('observations are in order of time, none after the end', (t) => {
  holds(({ observations, played }) => {
    let last = 0;
    for (const { at } of observations) {
      must(at >= last, `${at} after ${last}`);
      last = at;
    }
    must(played.end >= last, 'observed after the end');
  });
  t.pass();
});

test('the same play gives the same bytes', (t) => {
  const bytes = ({ observations }: Run): string => observations.map(encodeObservation).join('\n');
  fc.assert(
    fc.property(arbitraryPlay, (play) => bytes(run(play)) === bytes(run(structuredClone(play)))),
    RUNS,
  );
  t.pass();
});

test('at most one pod is decided at a time', (t) => {
  fc.assert(
    fc.property(arbitraryPlay, (play) => {
      const { observations } = run(play);
      const bound = observations.flatMap((each) => (each.kind === 'pod-bound' ? [each.at] : []));
      return bound.every((at, index) => index === 0 || at - bound[index - 1]! >= play.scheduler.cycle);
    }),
    RUNS,
  );
  t.pass();
});

function total(state: NaiveState, kind: 'requested' | 'allocatable', resource: string): number {
  return state.nodes.reduce((sum, node) => sum + (node[kind].get(resource) ?? 0), 0);
}

test('utilisation is the quotient of the two integrals, recomputed from the observations', (t) => {
  holds(({ observations, played }) => {
    const closed: Observation[] = [...observations, { at: played.end, kind: 'close' }];
    const states = naiveStates(closed);
    const { cluster } = measure(HEADER, closed);
    for (const [resource, { utilisation }] of Object.entries(cluster.resources)) {
      const requested = integralOf(states, (state) => total(state, 'requested', resource));
      const allocatable = integralOf(states, (state) => total(state, 'allocatable', resource));
      const expected = allocatable > 0 ? requested / allocatable : null;
      if (utilisation === null || expected === null) must(utilisation === expected, resource);
      else must(Math.abs(utilisation - expected) <= 1e-12, `${resource}: ${utilisation}, not ${expected}`);
    }
  });
  t.pass();
});

test('samples approach the measured mean: one step costs at most one interval', (t) => {
  fc.assert(
    fc.property(arbitraryPlay, (play) => {
      const { observations, played } = run(play);
      const closed: Observation[] = [...observations, { at: played.end, kind: 'close' }];
      const states = naiveStates(closed);
      const exact = measure(HEADER, closed).cluster.resources.cpu?.requested.mean;
      if (!exact) return true;
      const largest = Math.max(...states.map((state) => total(state, 'requested', 'cpu')));
      return [100_003, 10_007, 1_009].every((step) => {
        let sum = 0;
        let samples = 0;
        for (const state of states) {
          const value = total(state, 'requested', 'cpu');
          const count = Math.ceil(state.to / step) - Math.ceil(state.from / step);
          sum += value * count;
          samples += count;
        }
        const allowed = ((states.length + 1) * largest * step) / played.end;
        return samples === 0 || Math.abs(sum / samples - exact) <= allowed;
      });
    }),
    RUNS,
  );
  t.pass();
});

for (const version of KUBERNETES_VERSIONS) {
  test(`${version}: a waiting pod for which there is room is bound in the end`, (t) => {
    fc.assert(
      fc.property(arbitraryPlay, (play) => {
        if (play.duration !== undefined) return true;
        const day = run({ ...play, scheduler: { ...play.scheduler, kubernetesVersion: version } });
        const books = new Books();
        const tainted = new Set<string>();
        for (const each of day.observations) {
          books.observe(each);
          if (each.kind === 'node-added' || each.kind === 'node-changed') {
            if (each.unschedulable || (each.taints?.length ?? 0) > 0) tainted.add(each.uid);
            else tainted.delete(each.uid);
          }
        }
        const waiting = [...books.pods.values()].filter(({ node, terminal }) => !node && !terminal);
        for (const pod of waiting) {
          for (const [uid, { name, room }] of books.nodes) {
            if (tainted.has(uid)) continue;
            const free = new Map(room);
            for (const other of books.pods.values()) {
              if (!books.holds(other, name)) continue;
              for (const [resource, amount] of other.request)
                free.set(resource, (free.get(resource) ?? 0) - amount);
            }
            const fits = [...pod.request].every(([resource, amount]) => amount <= (free.get(resource) ?? 0));
            must(!fits, `a pod waits for ever, though ${name} has room`);
          }
        }
        return true;
      }),
      { numRuns: 100 },
    );
    t.pass();
  });
}
