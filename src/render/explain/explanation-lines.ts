/** Renders one explained decision as lines: what happened, what the model decides, and every node. */

import type {
  ExplainedNode,
  ExplainedSearch,
  PodExplanation,
  Settlement,
} from '../../core/decisions/explanation-of-pod.ts';
import { counted } from '../../core/errors/counted.ts';
import { versionText } from '../../core/scheduler/kubernetes-version.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { renderBlocks } from '../terminal/column-blocks.ts';
import { formatNumber } from '../terminal/human-units.ts';
import { pluginHead } from '../terminal/plugin-names.ts';
import { type Dress, labelled, truncateName, wrapWords } from '../terminal/text-layout.ts';

interface Layout {
  readonly width: number;
  readonly dress: Dress;
}

const LABEL_WIDTH = 11;
const GAP = 2;
const LONGEST_NODE = 28;

export function explanationLines(explanation: PodExplanation, { width, dress }: Layout): string[] {
  const line = (label: string, text: string | null) =>
    text === null ? [] : labelled(label, text, width, LABEL_WIDTH);
  const { namespace, pod, at, victims, nodes } = explanation;
  return [
    ...line('Pod', `${namespace}/${pod}`),
    ...line('Time', shownDuration(at)),
    ...line('Happened', happenedText(explanation)),
    ...line('Model', modelText(explanation)),
    ...line('', explanation.node === null ? null : settledText(explanation)),
    ...line('', explanation.message),
    ...line('Search', explanation.search ? searchText(explanation.search) : null),
    ...line(
      'Victims',
      victims.length === 0
        ? null
        : victims
            .map((victim) => `${victim.namespace}/${victim.pod} (priority ${victim.priority})`)
            .join(', '),
    ),
    ...feasibleLines(nodes, explanation, { width, dress }),
    ...refusedLines(nodes, { width, dress }),
    ...otherLines(nodes, { width, dress }),
    ...recordedLines(explanation, { width, dress }),
  ];
}

/** The scheduler's own explanation, in the same columns as the model's. */
function recordedLines(explanation: PodExplanation, layout: Layout): string[] {
  const { recorded } = explanation;
  if (!recorded) return [];
  const { nodes, node, equalsModel } = recorded;
  const verdict = equalsModel ? 'every score equals the model’s' : 'not every score equals the model’s';
  return [
    '',
    ...wrapWords(`As the scheduler itself explains it (${verdict}):`, layout.width),
    ...feasibleLines(nodes, { ...explanation, node, best: [] }, layout),
    ...refusedLines(nodes, layout),
  ];
}

function happenedText({ happened, agrees }: PodExplanation): string | null {
  if (!happened) return null;
  const verdict = agrees ? '' : ' (the model disagrees)';
  return 'node' in happened
    ? `bound to ${happened.node}${verdict}`
    : `refused${verdict}: ${happened.message}`;
}

function modelText({ outcome, node, nominated, kubernetes, victims }: PodExplanation): string {
  const version = `(kube-scheduler ${versionText(kubernetes)})`;
  if (node !== null) return `binds to ${node} ${version}`;
  if (nominated !== null) return `preempts ${counted(victims.length, 'pod')} on ${nominated} ${version}`;
  return `${outcome === 'gated' ? 'does not try it: it is gated' : 'finds no node'} ${version}`;
}

const SETTLED: Readonly<Record<Settlement, (equal: number) => string>> = {
  nominated: () => 'because a preemption made room for it there',
  'only-node': () => 'because it is the only feasible node; no plugin scores then',
  'highest-total': () => 'because it has the highest total',
  'heap-root': (equal) => `because of ${counted(equal, 'equal node')} it comes first in the heap of scores`,
  drawn: (equal) => `drawn from ${counted(equal, 'equal node')}, as kube-scheduler does up to 1.34`,
};

function settledText({ settledBy, best }: PodExplanation): string | null {
  return settledBy === null ? null : SETTLED[settledBy](best.length);
}

const LEADS_THERE: Readonly<Record<NonNullable<ExplainedSearch['leadsThere']>, string>> = {
  found: 'the nodes that the model finds are shown',
  possible: 'here are nodes that it can find, and none of them is better',
  impossible: 'whatever it finds, another node is better',
  open: 'whether it can find nodes without a better one is not known',
};

function searchText({ feasible, needed, parallelism, leadsThere }: ExplainedSearch): string {
  const race = parallelism === 1 ? '' : `, and ${counted(parallelism, 'worker')} race for which`;
  const outcome = leadsThere === null ? '' : `: ${LEADS_THERE[leadsThere]}`;
  return `ends with ${formatNumber(needed)} of ${counted(feasible, 'feasible node')}${race}${outcome}`;
}

/** Two blocks of columns: the weighted scores that make the total, and the scores as the plugins compute them. */
function feasibleLines(
  nodes: readonly ExplainedNode[],
  { best, node: chosen }: PodExplanation,
  { width, dress }: Layout,
): string[] {
  const feasible = nodes.filter(({ verdict }) => verdict === 'feasible');
  if (feasible.length === 0) return [];
  const scored = feasible.flatMap(({ scores = [] }) => scores);
  const all = [...new Set(scored.map(({ plugin }) => plugin))];
  const plugins = all.filter((name) =>
    scored.some(({ plugin, raw, weighted }) => plugin === name && (raw !== 0 || weighted !== 0)),
  );
  const zeros = all.filter((name) => !plugins.includes(name));
  const title = dress.title(`FEASIBLE: ${counted(feasible.length, 'node')}`);
  if (plugins.length === 0) return ['', title, ...feasible.map(({ node }) => node)];
  const columns = plugins.map((plugin) => ({ head: pluginHead(plugin) }));
  const scoreOf = ({ scores = [] }: ExplainedNode, plugin: string, kind: 'raw' | 'weighted') => {
    const score = scores.find((each) => each.plugin === plugin);
    return score ? formatNumber(score[kind]) : '';
  };
  const rows = feasible.map((each) => ({
    name: each.node,
    cells: [
      [markOf(each.node, chosen, best), each.total === undefined ? '' : formatNumber(each.total)],
      plugins.map((plugin) => scoreOf(each, plugin, 'weighted')),
      plugins.map((plugin) => scoreOf(each, plugin, 'raw')),
    ],
  }));
  const blocks = [
    { columns: [{ head: '' }, { head: 'TOTAL' }] },
    { title: 'weighted', columns },
    { title: 'raw', columns },
  ];
  return [
    '',
    title,
    ...renderBlocks({ rowHead: 'NODE', blocks, rows, width, dress }),
    ...(zeros.length === 0 ? [] : wrapWords(`0 on every node: ${zeros.join(', ')}`, width)),
  ];
}

function markOf(node: string, chosen: string | null, best: readonly string[]): string {
  if (node === chosen) return 'chosen';
  return best.includes(node) ? 'equal' : '';
}

function refusedLines(nodes: readonly ExplainedNode[], { width, dress }: Layout): string[] {
  const refused = nodes.filter(({ verdict }) => verdict === 'refused');
  if (refused.length === 0) return [];
  const heads = { node: 'NODE', refusedBy: 'FILTER', reasons: ['WHY'] };
  const rows = [heads, ...refused];
  const nodeWidth = Math.min(LONGEST_NODE, Math.max(...rows.map(({ node }) => node.length)));
  const labelWidth = nodeWidth + Math.max(...rows.map(({ refusedBy = '' }) => refusedBy.length)) + 2 * GAP;
  const lines = rows.flatMap(({ node, refusedBy = '', reasons = [] }) => {
    const label = `${truncateName(node, nodeWidth).padEnd(nodeWidth + GAP)}${refusedBy}`;
    return labelled(label, reasons.join(', '), width, labelWidth);
  });
  const [headLine = '', ...others] = lines;
  return ['', dress.title(`REFUSED: ${counted(refused.length, 'node')}`), dress.heads(headLine), ...others];
}

function otherLines(nodes: readonly ExplainedNode[], { width, dress }: Layout): string[] {
  const others = nodes.filter(({ verdict }) => verdict === 'not tried').map(({ node }) => node);
  if (others.length === 0) return [];
  return [
    '',
    dress.title(`NOT TRIED: ${counted(others.length, 'node')}`),
    ...wrapWords(others.join(' '), width),
  ];
}
