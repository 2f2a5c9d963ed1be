/** Opens a live target: connects to a cluster, reads its objects, and refuses a play that the cluster can't carry out. */

import { connectionOf } from '../../kubernetes/connection.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import type { OpenTarget, Play } from '../target.ts';
import { createClusterRun, type RetryListener } from './cluster-run.ts';
import type { LiveRun } from './live-run.ts';
import { liveTargetRun } from './live-target-run.ts';
import type { NodeSimulator } from './node-simulator.ts';
import type { AdaptTo } from './objects/adapt-template.ts';
import { foundationsOf, namesOfKind, timelineFacts } from './objects/plan-objects.ts';
import { newRunId } from './objects/run-names.ts';
import type { LiveOptions } from './read-live-flags.ts';
import { clusterFacts, refuseRealNodes } from './survey/cluster-facts.ts';
import { refuseSchedulerChanges, requireRightsFor, surveyOf } from './survey/survey-cluster.ts';

/** An API server that restarts is away for seconds. A call is tried again until its timeout is over. */
const ATTEMPTS = 1_000;

export function openLiveTarget(name: string, simulator: NodeSimulator, options: LiveOptions): OpenTarget {
  return {
    name,
    async survey(play, speed) {
      const { choice, timeout, probe } = options;
      const retries: RetryListener = { onRetry: () => {} };
      const onRetry: RetryListener['onRetry'] = (retry) => retries.onRetry(retry);
      const transport = openTransport(await connectionOf(choice), { timeout, attempts: ATTEMPTS, onRetry });
      try {
        const run = await survey(play, speed, { options, simulator, transport, retries });
        return liveTargetRun(play, run, { speed, probe });
      } catch (error) {
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
}

async function survey(
  play: Play,
  speed: number,
  { options, simulator, transport, retries }: Surroundings,
): Promise<LiveRun> {
  const cluster = await clusterFacts(transport, simulator);
  if (!options.allowRealNodes) refuseRealNodes(cluster, transport, simulator);
  const facts = timelineFacts(play);
  if (!options.ignoreSchedulerEvents) refuseSchedulerChanges(facts);
  const bringsNodes = facts.counts.nodes + facts.counts.nodesLater > 0;
  const ownClasses = namesOfKind(facts, 'PriorityClass');
  const to: AdaptTo = {
    run: newRunId(),
    isConfined: bringsNodes && cluster.nodes.names.size > 0,
    priorityClasses: new Set([...cluster.priorityClasses].filter((name) => !ownClasses.has(name))),
    runtimeClasses: namesOfKind(facts, 'RuntimeClass'),
  };
  const foundations = foundationsOf(facts, to, simulator, cluster.hasStages);
  await requireRightsFor(transport, cluster, facts, foundations);
  return createClusterRun({
    play,
    speed,
    transport,
    retries,
    simulator,
    to,
    facts,
    foundations,
    kubernetes: cluster.version,
    survey: surveyOf({ play, speed, transport, cluster, facts, foundations, to, simulator }),
  });
}
