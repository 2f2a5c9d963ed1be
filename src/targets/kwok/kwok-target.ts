/** The target kwok: a real API server and kube-scheduler, with nodes that KWOK simulates. */

import type { Microseconds } from '../../core/time/microseconds.ts';
import type { ClusterChoice } from '../../kubernetes/choose-context.ts';
import { connectionOf } from '../../kubernetes/connection.ts';
import { openTransport, type Transport } from '../../kubernetes/transport.ts';
import type { LiveRun, LiveTarget } from '../live/live-target.ts';
import type { AdaptTo } from '../live/objects/adapt-template.ts';
import { foundationsOf, timelineFacts } from '../live/objects/plan-objects.ts';
import { newRunId } from '../live/objects/run-names.ts';
import { clusterFacts, refuseRealNodes } from '../live/survey/cluster-facts.ts';
import { refuseSchedulerChanges, requireRightsFor, surveyOf } from '../live/survey/survey-cluster.ts';
import type { Play } from '../target.ts';
import { createKwokRun, type RetryListener } from './kwok-run.ts';

export interface KwokOptions {
  readonly choice: ClusterChoice;
  /** Of one call with all its attempts; 0 is no limit. */
  readonly timeout: Microseconds;
  /** Play on a cluster that has nodes which really run pods. */
  readonly allowRealNodes: boolean;
  /** Leave out changes of the scheduler instead of refusing the play. */
  readonly ignoreSchedulerEvents: boolean;
}

/** An API server that restarts is away for seconds; a call goes on trying as long as its time is not over. */
const ATTEMPTS = 1_000;

export function kwokTarget(options: KwokOptions): LiveTarget {
  return {
    name: 'kwok',
    async survey(play, speed) {
      const { choice, timeout } = options;
      const retries: RetryListener = { onRetry: () => {} };
      const onRetry: RetryListener['onRetry'] = (retry) => retries.onRetry(retry);
      const transport = openTransport(await connectionOf(choice), { timeout, attempts: ATTEMPTS, onRetry });
      try {
        return await survey(play, speed, { ...options, transport, retries });
      } catch (error) {
        await transport.close();
        throw error;
      }
    },
  };
}

async function survey(
  play: Play,
  speed: number,
  options: KwokOptions & { readonly transport: Transport; readonly retries: RetryListener },
): Promise<LiveRun> {
  const { transport, retries } = options;
  const cluster = await clusterFacts(transport);
  if (!options.allowRealNodes) refuseRealNodes(cluster, transport);
  const facts = timelineFacts(play);
  if (!options.ignoreSchedulerEvents) refuseSchedulerChanges(facts);
  const bringsNodes = facts.counts.nodes + facts.counts.nodesLater > 0;
  const to: AdaptTo = {
    run: newRunId(),
    isConfined: bringsNodes && cluster.nodes.names.size > 0,
    priorityClasses: cluster.priorityClasses,
  };
  const foundations = foundationsOf(facts, to, cluster.hasStages);
  await requireRightsFor(transport, cluster, facts, foundations);
  return createKwokRun({
    play,
    speed,
    transport,
    retries,
    to,
    facts,
    foundations,
    survey: surveyOf(play, speed, transport, cluster, facts, foundations, to),
  });
}
