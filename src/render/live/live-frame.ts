/** Draws the cluster at a moment as the lines of a terminal: clock, nodes as bars, and what waits and why. */
import { counted } from '../../core/errors/counted.ts';
import { inDisplayOrder } from '../../core/measure/resource-index.ts';
import { isPending, type NodeAtPresent, type PresentState } from '../../core/present/present-state.ts';
import { formatNumber, formatPercent, formatSpan, formatSpeed } from '../terminal/human-units.ts';
import { dressFor, truncateName, truncateText } from '../terminal/text-layout.ts';

export interface LiveFrame {
  readonly state: PresentState;
  /** Time of the recording or the scenario. */
  readonly at: number;
  /** Undefined where the end is not known. */
  readonly end: number | undefined;
  readonly speed?: number | undefined;
  /** p99, wall µs. */
  readonly lag?: number | undefined;
  readonly isPaused?: boolean | undefined;
  /** The first node that is shown. */
  readonly scroll: number;
  /** The last line: keys, or what has just happened. */
  readonly footer: string;
}

export interface FrameSize {
  readonly width: number;
  /** Undefined: as many lines as there is to show. */
  readonly height: number | undefined;
  readonly colour: boolean;
}

/** Lines besides the nodes and the reasons: title, clock, counts, two empty ones, two heads, what is not shown, and the footer. */
const OTHER_LINES = 9;
const FEWEST_NODES = 3;
const GAP = '  ';
const PODS_WIDTH = 4;
const PERCENT_WIDTH = 5;
const NARROWEST_BAR = 8;

/** Exactly `height` lines, none wider than `width`. */
export function liveFrame(frame: LiveFrame, size: FrameSize): string[] {
  const { state, footer } = frame;
  const { width, height, colour } = size;
  const { title, heads } = dressFor(colour);
  const reasons = reasonLines(state, width);
  const room = height === undefined ? Number.POSITIVE_INFINITY : Math.max(1, height - OTHER_LINES);
  const reasonRoom = Math.min(Math.max(3, Math.floor(room / 4)), Math.max(0, room - FEWEST_NODES));
  const shownReasons = shortened(reasons, height === undefined ? reasons.length : reasonRoom);
  const nodes = [...state.nodes.values()].sort((one, other) => byName(one.name, other.name));
  const nodeRoom = height === undefined ? nodes.length : room - reasonRoom;
  const first = Math.max(0, Math.min(frame.scroll, nodes.length - nodeRoom));
  const shown = nodes.slice(first, first + nodeRoom);
  const table = nodeTable(shown, nodes, size);
  const hidden = nodes.length - shown.length;
  const lines = [
    title(bothEnds(titleText(state), paceText(frame), width)),
    truncateText(clockLine(frame, width), width),
    truncateText(countsLine(state), width),
    '',
    heads(table.head),
    ...table.rows,
    ...(hidden > 0
      ? [heads(truncateText(`nodes ${first + 1} to ${first + shown.length} of ${nodes.length}`, width))]
      : []),
    '',
    heads(truncateText(`PENDING${GAP}OLDEST${GAP}REASON`, width)),
    ...shownReasons,
  ];
  if (height === undefined) return lines;
  const whole = [...lines.slice(0, height - 1)];
  while (whole.length < height - 1) whole.push('');
  return [...whole, heads(truncateText(footer, width))];
}

function byName(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

function titleText({ header }: PresentState): string {
  const source = header?.source;
  const where = source?.kind === 'replay' ? `replay on ${source.target ?? 'a target'}` : (source?.kind ?? '');
  return [header?.name, where].filter((part) => part !== undefined && part !== '').join(': ');
}

function paceText({ speed, lag, isPaused = false }: LiveFrame): string {
  return [
    ...(isPaused ? ['paused'] : []),
    ...(speed === undefined ? [] : [formatSpeed(speed)]),
    ...(lag === undefined ? [] : [`lag p99 ${formatSpan(lag)}`]),
  ].join(', ');
}

function bothEnds(left: string, right: string, width: number): string {
  const room = Math.max(0, width - right.length - 1);
  return `${truncateText(left, room).padEnd(room)} ${right}`.slice(0, width);
}

function clockLine({ at, end }: LiveFrame, width: number): string {
  const clock = formatSpan(Math.floor(at / 1e6) * 1e6);
  if (end === undefined || end <= 0) return clock;
  const text = `${clock} of ${formatSpan(end)}`.padEnd(18);
  return `${text} ${bar(at / end, Math.max(NARROWEST_BAR, width - text.length - 1))}`;
}

function countsLine(state: PresentState): string {
  const pods = [...state.pods.values()];
  const count = (phase: string): number => pods.filter((pod) => pod.phase === phase).length;
  const { created, succeeded, failed, deleted } = state.counts;
  return [
    counted(state.nodes.size, 'node'),
    `${formatNumber(pods.filter(isPending).length)} pending`,
    `${formatNumber(count('Running'))} running`,
    `${formatNumber(created)} created`,
    `${formatNumber(succeeded)} succeeded`,
    `${formatNumber(failed)} failed`,
    `${formatNumber(deleted)} deleted`,
  ].join(', ');
}

function bar(share: number, width: number): string {
  const full = Math.min(width, Math.max(share > 0 ? 1 : 0, Math.round(share * width)));
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/** Green below 80 %, red from 90 % on. */
function colourOf(share: number): number {
  if (share >= 0.9) return 31;
  return share >= 0.8 ? 33 : 32;
}

function nodeTable(
  shown: readonly NodeAtPresent[],
  all: readonly NodeAtPresent[],
  { width, colour }: FrameSize,
): { readonly head: string; readonly rows: readonly string[] } {
  const offered = new Set(all.flatMap(({ allocatable }) => [...allocatable.keys()]));
  offered.delete('pods');
  const longest = Math.max(4, ...all.map((node) => nodeText(node).length));
  const nameWidth = Math.min(longest, Math.floor(width / 4));
  const left = width - nameWidth - GAP.length - PODS_WIDTH;
  const most = Math.max(1, Math.floor(left / (GAP.length + NARROWEST_BAR * 2 + PERCENT_WIDTH)));
  const resources = inDisplayOrder(offered).slice(0, most);
  const column = Math.floor(left / Math.max(1, resources.length)) - GAP.length;
  const barWidth = Math.max(1, column - PERCENT_WIDTH - 1);
  const head = [
    'NODE'.padEnd(nameWidth),
    'PODS'.padStart(PODS_WIDTH),
    ...resources.map((name) => truncateText(name.toUpperCase(), column).padEnd(column)),
  ];
  const rows = shown.map((node) => {
    const cells = resources.map((resource) => {
      const offer = node.allocatable.get(resource) ?? 0;
      if (offer <= 0) return ' '.repeat(column);
      const share = (node.requested.get(resource) ?? 0) / offer;
      const drawn = bar(share, barWidth);
      const painted = colour ? `\u001b[${colourOf(share)}m${drawn}\u001b[0m` : drawn;
      return `${painted} ${percentText(share)}`;
    });
    const name = truncateName(nodeText(node), nameWidth).padEnd(nameWidth);
    const pods = formatNumber(node.requested.get('pods') ?? 0).padStart(PODS_WIDTH);
    return [name, pods, ...cells].join(GAP).trimEnd();
  });
  return { head: truncateText(head.join(GAP).trimEnd(), width), rows };
}

function percentText(share: number): string {
  return formatPercent(share).replace(/\.\d%/, '%').padStart(PERCENT_WIDTH);
}

function nodeText({ name, isUnschedulable, isReady }: NodeAtPresent): string {
  if (!isReady) return `${name} (not ready)`;
  return isUnschedulable ? `${name} (cordoned)` : name;
}

/** The most frequent first. */
function reasonLines(state: PresentState, width: number): string[] {
  const reasons = new Map<string, { count: number; oldest: number }>();
  for (const pod of state.pods.values()) {
    if (!isPending(pod)) continue;
    const reason = pod.reason ?? 'not refused so far';
    const known = reasons.get(reason) ?? { count: 0, oldest: 0 };
    reasons.set(reason, {
      count: known.count + 1,
      oldest: Math.max(known.oldest, state.at - pod.arrival),
    });
  }
  if (reasons.size === 0) return [`${'0'.padStart(7)}${GAP}${'–'.padStart(6)}${GAP}no pod waits`];
  return [...reasons]
    .sort(([, one], [, other]) => other.count - one.count || other.oldest - one.oldest)
    .map(([reason, { count, oldest }]) =>
      truncateText(
        `${formatNumber(count).padStart(7)}${GAP}${formatSpan(oldest).padStart(6)}${GAP}${reason}`,
        width,
      ),
    );
}

/** The last line says how many are left out. */
function shortened(lines: readonly string[], room: number): readonly string[] {
  if (lines.length <= room) return lines;
  const shown = lines.slice(0, Math.max(0, room - 1));
  return room <= 0 ? [] : [...shown, `and ${counted(lines.length - shown.length, 'more reason')}`];
}
