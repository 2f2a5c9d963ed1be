/** Opens a live target: connects to a cluster, reads its objects, and refuses a play that the cluster can't carry out. */

import { connectionOf } from '../../kubernetes/connection.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import { WALL_CLOCK } from '../../kubernetes/wall-clock.ts';
import { busySpeed, type OpenTarget, type Play } from '../target.ts';
import { createClusterRun, type RetryListener } from './cluster-run.ts';
import { jumpNotes } from './jumps/jump-notes.ts';
import { createJumpingClock, type JumpingClock } from './jumps/jumping-clock.ts';
import { notingWrites } from './jumps/noted-writes.ts';
import { type Jumps, openJumps } from './jumps/open-jumps.ts';
import type { LiveRun } from './live-run.ts';
import { liveTargetRun } from './live-target-run.ts';
import type { NodeSimulator } from './node-simulator.ts';
import type { AdaptTo } from './objects/adapt-template.ts';
import { foundationsOf, namesOfKind, timelineFacts } from './objects/plan-objects.ts';
import { defaultClassOf, playsVolumes } from './objects/planned-storage.ts';
import { newRunId } from './objects/run-names.ts';
import { createPausableClock } from './pace/pausable-clock.ts';
import type { LiveOptions } from './read-live-flags.ts';
import type { SchedulerControl } from './scheduler-control.ts';
import { clusterFacts, refuseRealNodes } from './survey/cluster-facts.ts';
import { requireClusterStages } from './survey/cluster-stages.ts';
import { refuseAutoscaler } from './survey/refuse-autoscaler.ts';
import { refuseDescheduler } from './survey/refuse-descheduler.ts';
import { refuseSchedulerChanges, requireRightsFor, surveyOf } from './survey/survey-cluster.ts';

/** An API server that restarts is away for seconds. A call is tried again until its timeout is over. */
const ATTEMPTS = 1_000;

/** @param controlOf for a scheduler whose configuration can be changed. */
export function openLiveTarget(
  name: string,
  simulator: NodeSimulator,
  options: LiveOptions,
  controlOf?: (cluster: Pick<Transport, 'clock'>) => SchedulerControl,
): OpenTarget {
  return {
    name,
    async survey(play, speed) {
      refuseAutoscaler(play);
      const { choice, timeout, probe } = options;
      const retries: RetryListener = { onRetry: () => {} };
      const onRetry: RetryListener['onRetry'] = (retry) => retries.onRetry(retry);
      const pausable = createPausableClock(WALL_CLOCK);
      const clock = typeof speed === 'number' ? undefined : createJumpingClock(pausable);
      const connection = await connectionOf(choice);
      const transport = openTransport(connection, {
        timeout,
        attempts: ATTEMPTS,
        onRetry,
        clock: clock ?? pausable,
        waits: clock ?? pausable.real,
      });
      const control = controlOf?.(transport);
      try {
        const surroundings = { options, simulator, transport, retries, clock, control };
        const { run, jumps } = await survey(play, busySpeed(speed), surroundings);
        return liveTargetRun(play, run, { speed, probe, clock: pausable, jumps });
      } catch (error) {
        await control?.close();
        await transport.close();
        throw error;
      }
    },
  };
}

interface Surroundings {
  readonly options: LiveOptions;
  readonly simulator: NodeSimulator;
  readonly transport: Transport;
  readonly retries: RetryListener;
  /** Present where the clock jumps. */
  readonly clock: JumpingClock | undefined;
  readonly control: SchedulerControl | undefined;
}

async function survey(
  play: Play,
  speed: number,
  { options, simulator, transport, retries, clock, control }: Surroundings,
): Promise<{ readonly run: LiveRun; readonly jumps: Jumps | undefined }> {
  refuseDescheduler(play);
  const cluster = await clusterFacts(transport, simulator);
  if (!options.allowRealNodes) refuseRealNodes(cluster, transport, simulator);
  // Fails before anything is created where nothing answers.
  await control?.configuration();
  const facts = timelineFacts(play);
  if (control === undefined && !options.ignoreSchedulerEvents) refuseSchedulerChanges(facts);
  const bringsNodes = facts.counts.nodes + facts.counts.nodesLater > 0;
  const ownClasses = namesOfKind(facts, 'PriorityClass');
  const to: AdaptTo = {
    run: newRunId(),
    isConfined: bringsNodes && cluster.nodes.names.size > 0,
    priorityClasses: new Set([...cluster.priorityClasses].filter((name) => !ownClasses.has(name))),
    runtimeClasses: namesOfKind(facts, 'RuntimeClass'),
    gracefully: clock !== undefined,
    // A real node would mount them.
    ...(bringsNodes && playsVolumes(facts) && { storage: { defaultClass: defaultClassOf(facts) } }),
  };
  const { clusterStages } = options;
  if (clusterStages) await requireClusterStages(transport, cluster, clock !== undefined);
  const foundations = foundationsOf(facts, to, simulator, cluster.hasStages && !clusterStages);
  await requireRightsFor(transport, cluster, facts, foundations, to);
  const written = clock && notingWrites(transport);
  const { run: id } = to;
  const jumps =
    clock &&
    written &&
    (await openJumps({
      access: options.jumps,
      clock,
      transport,
      written,
      run: id,
      facts,
      hasClaims: to.storage !== undefined,
      wakesByItself: simulator.wakesByItself === true,
    }));
  const run = createClusterRun({
    play,
    speed,
    transport: written?.transport ?? transport,
    fence: jumps?.fence,
    retries,
    simulator,
    to,
    facts,
    foundations,
    clusterStages,
    kubernetes: control?.kubernetes ?? cluster.version,
    control,
    changesScheduler: control !== undefined && !options.ignoreSchedulerEvents,
    survey: surveyOf({
      play,
      speed,
      transport,
      cluster,
      facts,
      foundations,
      to,
      simulator,
      control,
      clusterStages,
      jumpNotes: clock ? jumpNotes(options.jumps, facts, to.storage !== undefined) : [],
    }),
  });
  return { run, jumps };
}
