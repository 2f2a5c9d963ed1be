/** Derives when a dump was taken from its stamps, and doubts the stamps of a node whose clock is ahead of all others. */
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { formatMoment, MICROSECONDS_A_SECOND, parseMoment } from '../../time/moment.ts';
import { listAt, mapAt, textAt, valueAt } from '../objects/loose-json.ts';

/** The moment, and whose stamps are beyond it. */
export interface TakenAt {
  readonly moment: number;
  readonly problems: readonly Problem[];
}

export interface StampClocks {
  /** Takes every stamp of an object. The stamp of a deletion is left out: it is the latest time at which the object goes. */
  take(kind: string, value: unknown): void;
  /** Undefined without any stamp. */
  taken(): TakenAt | undefined;
}

/**
 * How far clocks of one cluster may be apart: a kubelet reports its node every 5 minutes at least (nodeStatusReportFrequency), and a node that
 * does not is marked as Unknown within a minute.
 */
const TOLERANCE = 600 * MICROSECONDS_A_SECOND;
/** Conditions of pods that the control plane stamps, not the node. */
const OF_CONTROL_PLANE: ReadonlySet<unknown> = new Set(['PodScheduled', 'DisruptionTarget']);
const MOST_NAMED = 3;

export function createStampClocks(): StampClocks {
  /** The latest stamp of the control plane. */
  let control = Number.NEGATIVE_INFINITY;
  const ofNodes = new Map<string, number>();
  /** Nodes that report, as far as their Ready condition says. */
  const reporting = new Set<string>();

  function note(node: string | undefined, ...stamps: readonly unknown[]): void {
    for (const stamp of stamps) {
      const moment = parseMoment(stamp);
      if (moment === undefined) continue;
      if (node === undefined) control = Math.max(control, moment);
      else ofNodes.set(node, Math.max(ofNodes.get(node) ?? moment, moment));
    }
  }

  return {
    take(kind, value) {
      note(undefined, valueAt(value, 'metadata', 'creationTimestamp'));
      for (const field of listAt(value, 'metadata', 'managedFields')) note(undefined, mapAt(field).time);
      const clock = clockOf(kind, value);
      if (kind === 'Node' && clock !== undefined && readyOf(value) !== 'Unknown') reporting.add(clock);
      note(clock, valueAt(value, 'status', 'startTime'));
      for (const condition of listAt(value, 'status', 'conditions')) {
        const { type, status, lastHeartbeatTime, lastTransitionTime, lastUpdateTime } = mapAt(condition);
        const isOfNode = !OF_CONTROL_PLANE.has(type) && status !== 'Unknown';
        note(clock, lastHeartbeatTime);
        note(isOfNode ? clock : undefined, lastTransitionTime, lastUpdateTime);
      }
      for (const list of ['containerStatuses', 'initContainerStatuses']) {
        for (const status of listAt(value, 'status', list)) {
          const ended = mapAt(status, 'state', 'terminated');
          note(clock, valueAt(status, 'state', 'running', 'startedAt'), ended.startedAt, ended.finishedAt);
        }
      }
      // An Event of the new API has its time in eventTime alone; an Event that stands for many has the last time in lastTimestamp or in its series.
      note(clock, mapAt(value).eventTime, mapAt(value).firstTimestamp, mapAt(value).lastTimestamp);
      note(clock, mapAt(value).deprecatedLastTimestamp, valueAt(value, 'series', 'lastObservedTime'));
    },
    taken() {
      const latest = Math.max(control, ...ofNodes.values());
      if (latest === Number.NEGATIVE_INFINITY) return undefined;
      const limit =
        trustedUntil(
          control,
          [...reporting].map((node) => ofNodes.get(node) ?? latest),
        ) ?? latest;
      const ahead = [...ofNodes].filter(([, stamp]) => stamp > limit);
      const moment = Math.max(control, ...[...ofNodes.values()].filter((stamp) => stamp <= limit));
      return { moment, problems: ahead.length === 0 ? [] : [doubted(ahead, moment)] };
    },
  };
}

/** The node whose clock makes the stamps in the status of an object; undefined: the control plane's. */
function clockOf(kind: string, value: unknown): string | undefined {
  if (kind === 'Node') return textAt(value, 'metadata', 'name');
  if (kind === 'Pod') return textAt(value, 'spec', 'nodeName');
  if (kind !== 'Event') return undefined;
  const source = { ...mapAt(value, 'deprecatedSource'), ...mapAt(value, 'source') };
  return source.component === 'kubelet' && typeof source.host === 'string' ? source.host : undefined;
}

function readyOf(node: unknown): unknown {
  return listAt(node, 'status', 'conditions')
    .map((condition) => mapAt(condition))
    .find(({ type }) => type === 'Ready')?.status;
}

/**
 * Up to when stamps count: as far as the control plane's own stamps, or most of the nodes that report, go.
 *
 * @param nodes the latest stamp of each node that reports. Those that end before the control plane's stamps do not show the time.
 * @returns undefined if fewer than two of them do: then nothing shows which clock is wrong.
 */
function trustedUntil(control: number, nodes: readonly number[]): number | undefined {
  const current = nodes.filter((stamp) => stamp >= control - TOLERANCE).sort((one, other) => other - one);
  if (current.length < 2) return undefined;
  const most = current.find(
    (stamp) => current.filter((other) => other >= stamp - TOLERANCE).length > current.length / 2,
  )!;
  return Math.max(control, most) + TOLERANCE;
}

function doubted(ahead: readonly (readonly [string, number])[], moment: number): Problem {
  const byLatest = [...ahead].sort(([, one], [, other]) => other - one);
  const named = byLatest
    .slice(0, MOST_NAMED)
    .map(([node, stamp]) => `${node} (${secondOf(stamp)})`)
    .join(', ');
  const more = ahead.length > MOST_NAMED ? ` and ${ahead.length - MOST_NAMED} more` : '';
  const whose = ahead.length === 1 ? 'the clock of node' : `the clocks of ${counted(ahead.length, 'node')}:`;
  return {
    code: 'doubted-clock',
    severity: 'warning',
    message: `${whose} ${named}${more} ${ahead.length === 1 ? 'is' : 'are'} ahead of the others: the dump counts as taken at ${secondOf(moment)}`,
    next: 'state another moment with --moment',
  };
}

/** Stamps are whole seconds. */
function secondOf(moment: number): string {
  return formatMoment(moment).replace(/\.\d+Z$/, 'Z');
}
