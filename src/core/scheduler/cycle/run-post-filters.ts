/** Runs PostFilter after a search in vain: plugins make room for the pod, or add to its message (runtime/framework.go, RunPostFilterPlugins). */
import type { ClusterView } from '../cache/cluster-view.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Diagnosis, fitErrorMessage, preFilterErrorMessage } from '../framework/diagnosis.ts';
import type { Framework } from '../framework/framework.ts';
import type { NodeFilter } from '../framework/plugin.ts';
import type { PodState } from '../framework/pod-state.ts';
import { failure } from '../framework/rejection.ts';
import type { FilterOutcome, SearchOptions } from './find-feasible-nodes.ts';
import { nodeTrial, rivalsFor } from './node-trial.ts';
import { roomTrials } from './room-trial.ts';

interface PostFilterOutcome {
  readonly message: string;
  readonly local: boolean;
  /** Whether every plugin's answer follows from the number of nodes for each rejection. */
  readonly byCounts: boolean;
  readonly nominated: string | null | undefined;
  readonly victims?: readonly PodState[] | undefined;
  readonly preemptor?: string;
}

interface Choosing extends Pick<SearchOptions, 'nominations'> {
  readonly random: () => number;
  readonly chooseNode?: ((best: readonly string[]) => string | undefined) | undefined;
}

const NO_RIVALS: readonly PodState[] = [];

/** What each node meets that passes the filters before the one that fails. */
function failingFilter(message: string): NodeFilter {
  const rejection = failure(message);
  return { reject: () => rejection };
}

/** A plugin that finds a nominee ends the round, and only its reason is kept (runtime/framework.go, RunPostFilterPlugins). */
export function runPostFilters(
  framework: Framework,
  cluster: ClusterView,
  pod: PodState,
  { filters }: FilterOutcome,
  diagnosis: Diagnosis,
  { random, chooseNode, nominations }: Choosing,
): PostFilterOutcome {
  const all = cluster.nodes.length;
  const message = diagnosis.preFilter
    ? preFilterErrorMessage(all, diagnosis.preFilter)
    : fitErrorMessage(all, diagnosis.rejections);
  const failing = framework.failing.filter;
  const tried = failing ? [...filters, failingFilter(failing.message)] : filters;
  const roomTrial = roomTrials(tried);
  const point = {
    diagnosis,
    tryNode(node: NodeInfo) {
      const rivals = nominations.size === 0 ? NO_RIVALS : rivalsFor(pod, nominations.to(node.name));
      return roomTrial && rivals.length === 0 ? roomTrial(node) : nodeTrial(node, tried, rivals);
    },
    nominatedTo: nominations.to,
    choose: (names: readonly string[]) =>
      chooseNode?.(names) ?? (names[Math.floor(random() * names.length)] as string),
    random,
  };
  const reasons: string[] = [];
  let local = true;
  let byCounts = true;
  let nominated = framework.postFilters.length === 0 ? null : undefined;
  for (const plugin of framework.postFilters) {
    const result = plugin.postFilter?.(pod, cluster, point);
    if (!result) continue;
    if (result.nominated != null) {
      const { reason, nominated: nominee, victims } = result;
      const whole = withReasons(message, [reason]);
      return {
        message: whole,
        local: false,
        byCounts: false,
        nominated: nominee,
        victims,
        preemptor: plugin.name,
      };
    }
    if (result.failed)
      return { message: withReasons(message, [result.reason]), local: false, byCounts: false, nominated };
    reasons.push(result.reason);
    if (result.nominated === null) nominated = null;
    local &&= result.local === true;
    byCounts &&= result.byCounts === true;
  }
  return { message: withReasons(message, reasons), local, byCounts, nominated };
}

function withReasons(message: string, reasons: readonly string[]): string {
  const text = reasons.filter((reason) => reason !== '').join(', ');
  return text === '' ? message : `${message} ${text}`;
}
