/** Puts together what a play with `--speed max` needs beside its run: the clock that jumps, the fence, the proof and its report. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { JumpProof } from '../../../core/recording/run-quality.ts';
import { type MetricsEndpoint, metricsEndpoint } from '../../../kubernetes/metrics-endpoint.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { TimelineFacts } from '../objects/plan-objects.ts';
import { clusterNamespace } from '../objects/run-names.ts';
import { controllerCounters } from './controller-counters.ts';
import { createFence, type Fence } from './fence.ts';
import type { JumpAccess } from './jump-access.ts';
import { createJumpMeter, type JumpMeter } from './jump-meter.ts';
import { usesControllers } from './jump-notes.ts';
import type { JumpVerdict } from './jumper.ts';
import type { JumpingClock } from './jumping-clock.ts';
import type { NotedWrites } from './noted-writes.ts';
import { openTimers } from './open-timers.ts';
import { createSilence } from './prove-by-silence.ts';
import { createProof } from './prove-quiet.ts';
import { DEFAULT_BACKOFF } from './quiet.ts';
import { schedulerCounters } from './scheduler-counters.ts';

export interface Jumps {
  readonly clock: JumpingClock;
  readonly meter: JumpMeter;
  readonly fence: Fence;
  readonly prove: () => Promise<JumpVerdict>;
  close(): Promise<void>;
}

export interface JumpsOptions {
  readonly access: JumpAccess;
  readonly clock: JumpingClock;
  /** Not the one that notes writes: a fence is no write of the play. */
  readonly transport: Transport;
  readonly written: NotedWrites;
  readonly run: string;
  readonly facts: TimelineFacts;
  /** Whether the run creates claims. */
  readonly hasClaims: boolean;
  readonly wakesByItself: boolean;
}

/** @throws {UserError} where a URL does not serve the metrics of the component that it was given for. */
export async function openJumps(options: JumpsOptions): Promise<Jumps> {
  const { access, clock, transport, written, run, facts, hasClaims, wakesByItself } = options;
  const [namespace = 'default'] = facts.namespaces;
  const fence = createFence(transport, clock.real, run, clusterNamespace(run, namespace));
  const endpoints: MetricsEndpoint[] = [];
  const hasControllers = hasClaims || usesControllers(facts);

  function counters<Counters>(
    where: string,
    flag: string,
    component: string,
    read: (text: string) => Counters | undefined,
  ): () => Promise<Counters> {
    const endpoint = metricsEndpoint(where, transport, flag);
    endpoints.push(endpoint);
    return async () => {
      const found = read(await endpoint.read());
      if (found !== undefined) return found;
      throw new UserError(`${flag} ${where} does not serve the metrics of ${component}`, {
        next: 'give the address of its /metrics',
        exitCode: 3,
      });
    };
  }

  const { schedulerMetrics, controllerMetrics, maxBackoff } = access;
  const scheduler =
    schedulerMetrics === undefined
      ? undefined
      : counters(schedulerMetrics, '--scheduler-metrics', 'kube-scheduler', schedulerCounters);
  const controllers =
    controllerMetrics === undefined || !hasControllers
      ? undefined
      : counters(controllerMetrics, '--controller-metrics', 'kube-controller-manager', controllerCounters);
  try {
    const first = await scheduler?.();
    await controllers?.();
    const meter = createJumpMeter(proofOf(first?.stores !== undefined, scheduler !== undefined));
    const common = {
      clock: clock.real,
      fence,
      written,
      controllers,
      hasControllers,
      changedAt: () => fence.changedAt,
      openTimers: openTimers(transport, run, {
        hasJobs: facts.workloadKinds.has('Job'),
        hasEvictions: facts.evictions,
        hasFailingDaemons: facts.failingDaemons,
        hasClaims,
        hasJoins: facts.counts.nodesLater > 0,
      }),
    };
    const prove =
      scheduler === undefined
        ? createSilence(common)
        : createProof({
            ...common,
            async scheduler() {
              meter.scraped();
              return scheduler();
            },
            backoff: { ...DEFAULT_BACKOFF, ...(maxBackoff !== undefined && { longest: maxBackoff }) },
            wakesByItself,
          });
    return { clock, meter, fence, prove, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  }
}

function proofOf(hasStores: boolean, hasMetrics: boolean): JumpProof {
  if (!hasMetrics) return 'silence';
  return hasStores ? 'metrics' : 'metrics-without-nodes';
}
