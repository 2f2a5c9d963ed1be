/** Leads pods of a probe through their lives, one after the other and many at a time: what a cluster sustains shows only while all that a pod causes goes on. */
import type { PodObject } from '../../../core/observing/pod-object.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { ApiRequest } from '../../../kubernetes/transport.ts';
import { STATUS_PATCH, startedStatus } from '../objects/pod-status.ts';
import type { PodMix } from '../pace/call-times.ts';
import { IN_FLIGHT } from '../pace/in-flight.ts';
import { PATIENCE } from '../play/pod-life.ts';
import { MOST_PODS, PROBE_SPEC, probePod } from './probe-objects.ts';

/** Pods that live at a time: at 600 a second a life may take a third of a second. */
const MOST_ALIVE = 200;
/** Pods that wait for the scheduler at a time. While all of these wait, more are created that do not need it. */
const MOST_UNBOUND = 100;

export interface LivesOptions {
  readonly path: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mix: PodMix;
  /** Whether keg's Stages carry out phases. */
  readonly staged: boolean;
  /** Whether the cluster starts pods; else keg does. */
  readonly startsPods: boolean;
  send(request: ApiRequest): Promise<unknown>;
  now(): Microseconds;
}

export interface ProbeLives {
  /** Moments at which a call was answered, a pod was bound by the scheduler, a life was over. */
  readonly answered: readonly Microseconds[];
  readonly bound: readonly Microseconds[];
  readonly over: readonly Microseconds[];
  /** Pods that were bound, and those of them that were not started in time. */
  readonly starts: { readonly all: number; readonly late: number };
  /** Whether all pods of a probe are created. */
  isSpent(): boolean;
  /** A pod as the watch shows it. */
  see(pod: PodObject): void;
  /** Goes on with pods that are late to start. @throws what a call threw. */
  passTime(): void;
  /** Begins no other call, and resolves when none is under way. @throws what a call threw. */
  end(): Promise<void>;
}

interface Life {
  readonly name: string;
  /** Calls after its creation. */
  readonly calls: ApiRequest[];
  readonly isScheduled: boolean;
  readonly ends: boolean;
  boundAt: Microseconds | undefined;
  isStarted: boolean;
  isEnded: boolean;
  /** Its next call is queued or under way. */
  isBusy: boolean;
}

/** How many of the mean are due at the k-th pod. */
function due(mean: number, k: number): number {
  return Math.floor((k + 1) * mean + 1e-9) - Math.floor(k * mean + 1e-9);
}

/** Begins at once: the first pods are created before it returns. */
export function leadLives(options: LivesOptions): ProbeLives {
  const { path, node, labels, mix, staged, startsPods, now } = options;
  const lives = new Map<string, Life>();
  const queue: Life[] = [];
  const answered: Microseconds[] = [];
  const bound: Microseconds[] = [];
  const over: Microseconds[] = [];
  const starts = { all: 0, late: 0 };
  let [created, unbound, underWay] = [0, 0, 0];
  let isEnding = false;
  let failure: unknown;
  let quiet = (): void => {};

  function callsOf(name: string, k: number): ApiRequest[] {
    const patch = {
      method: 'PATCH',
      path: `${path}/${name}/status`,
      body: startedStatus(PROBE_SPEC, true, new Date().toISOString()),
      contentType: STATUS_PATCH,
      idempotent: true,
    } as const;
    const removal = { method: 'DELETE', path: `${path}/${name}`, query: { gracePeriodSeconds: 0 } } as const;
    return [
      ...Array.from({ length: due(mix.patches, k) }, () => patch),
      ...Array.from({ length: Math.min(1, due(mix.deletions, k)) }, () => removal),
    ];
  }

  function send(request: ApiRequest, life: Life): void {
    underWay += 1;
    life.isBusy = true;
    options
      .send(request)
      .then(
        () => {
          answered.push(now());
        },
        (error: unknown) => {
          failure ??= error;
          isEnding = true;
        },
      )
      .finally(() => {
        underWay -= 1;
        life.isBusy = false;
        goOn(life);
        pump();
        if (isEnding && underWay === 0) quiet();
      });
  }

  function create(isScheduled: boolean): void {
    const k = created++;
    const name = `probe-${k}`;
    const ends = staged && due(mix.ends, k) > 0;
    const life: Life = {
      name,
      calls: callsOf(name, k),
      isScheduled,
      ends,
      boundAt: undefined,
      isStarted: false,
      isEnded: false,
      isBusy: false,
    };
    if (isScheduled) unbound += 1;
    lives.set(name, life);
    const body = probePod({ name, labels, nodeName: isScheduled ? undefined : node, staged, ends });
    send({ method: 'POST', path, body, idempotent: true }, life);
  }

  /** Queues what comes next in a life, where nothing is left to wait for. */
  function goOn(life: Life): void {
    const waits =
      life.boundAt === undefined || (startsPods && !life.isStarted) || (life.ends && !life.isEnded);
    if (life.isBusy || waits || !lives.has(life.name)) return;
    if (life.calls.length > 0) {
      life.isBusy = true;
      queue.push(life);
      return;
    }
    lives.delete(life.name);
    over.push(now());
  }

  function pump(): void {
    while (!isEnding && underWay < IN_FLIGHT) {
      const life = queue.shift();
      if (life) send(life.calls.shift()!, life);
      else if (created < MOST_PODS && lives.size < MOST_ALIVE + Math.min(unbound, MOST_UNBOUND))
        create(unbound < MOST_UNBOUND);
      else return;
    }
  }

  pump();
  return {
    answered,
    bound,
    over,
    starts,
    see({ metadata, spec, status }) {
      const life = lives.get(metadata.name);
      if (!life) return;
      if (spec.nodeName && life.boundAt === undefined) {
        life.boundAt = now();
        starts.all += 1;
        if (life.isScheduled) {
          unbound -= 1;
          bound.push(life.boundAt);
        }
      }
      const phase = status?.phase;
      life.isEnded ||= phase === 'Succeeded' || phase === 'Failed';
      life.isStarted ||= life.isEnded || phase === 'Running';
      goOn(life);
      pump();
    },
    isSpent: () => created >= MOST_PODS,
    passTime() {
      if (failure !== undefined) throw failure;
      for (const life of lives.values()) {
        if (life.boundAt === undefined || now() - life.boundAt <= PATIENCE) continue;
        if (startsPods && !life.isStarted) starts.late += 1;
        life.isStarted = true;
        life.isEnded = true;
        goOn(life);
      }
      pump();
    },
    async end() {
      isEnding = true;
      if (underWay > 0)
        await new Promise<void>((resolve) => {
          quiet = resolve;
        });
      if (failure !== undefined) throw failure;
    },
  };
}
