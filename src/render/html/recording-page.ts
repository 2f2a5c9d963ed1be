/** Makes the page of a recording: charts, a slider over time, and the tables of its report. */
import type { DrawnCluster } from '../../core/charting/drawn-cluster.ts';
import { followCluster } from '../../core/charting/follow-cluster.ts';
import { groupedEvents } from '../../core/charting/grouped-events.ts';
import { counted } from '../../core/errors/counted.ts';
import type { Figures } from '../../core/measure/figures.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import type { Breakdown } from '../report/breakdowns.ts';
import { shownResources } from '../report/shown-resources.ts';
import { summaryFacts } from '../report/summary-section.ts';
import { reportSections } from '../report/table.ts';
import { formatNumber, formatSpan, NOTHING } from '../terminal/human-units.ts';
import { htmlTable, sectionTable } from './html-table.ts';
import { escapeText } from './html-text.ts';
import { htmlPage } from './page-frame.ts';
import { recordingData } from './recording-data.ts';

const MOST_EVENTS = 400;
const MOST_RESOURCES = 6;

interface MeasuredRecording {
  readonly header: RecordingHeader;
  readonly figures: Figures;
  readonly observations: readonly Observation[];
}

export function renderRecordingPage(
  { header, figures, observations }: MeasuredRecording,
  by: Breakdown,
): string {
  const history = followCluster(header, observations);
  const { shown } = shownResources(figures, false);
  const resources = shown
    .filter((name) => (figures.cluster.resources[name]?.allocatable.mean ?? 0) > 0)
    .slice(0, MOST_RESOURCES);
  const data = recordingData(history, header.start, resources);
  const name = header.name ?? 'Recording';
  const body = [
    `<main><h1>${escapeText(name)}</h1>`,
    factList(figures),
    '<noscript><p>The charts need JavaScript. The tables below do not.</p></noscript>',
    momentPart(data.pods !== null),
    utilisationPart(data),
    podsPart(data),
    heatMapPart(data),
    data.pods === null ? tooManyPods(history.pods.length) : ganttPart(history.nodes.length),
    eventsPart(history, data.end),
    '<h2>All figures</h2>',
    ...reportSections(figures, { by, wide: false }).map(
      (section) => `<section>${sectionTable(section)}</section>`,
    ),
    '</main>',
  ].join('\n');
  const scripts = [
    'text.js',
    'theme.js',
    'line-chart.js',
    'filling.js',
    'moment.js',
    'heat-map.js',
    'gantt.js',
    'recording.js',
  ] as const;
  return htmlPage({ title: `${name}: report`, body, data, scripts });
}

type PageData = ReturnType<typeof recordingData>;

function factList(figures: Figures): string {
  const rows = summaryFacts(figures).map(({ label, text, count }) => {
    const line = escapeText(count === undefined ? text : `${formatNumber(count)} × ${text}`);
    return label === '' ? `<dd>${line}</dd>` : `<dt>${escapeText(label)}</dt><dd>${line}</dd>`;
  });
  return `<dl class="facts">${rows.join('').replaceAll('</dd><dd>', '<br>')}</dl>`;
}

function momentPart(isExact: boolean): string {
  const how = isExact ? 'exactly at this moment' : 'as the mean of the bucket of this moment';
  return `<div class="bar"><label for="moment">Moment</label><input id="moment" type="range" min="0" max="2000" value="1000"><output id="moment-text" for="moment"></output></div>
<section aria-labelledby="h-moment"><h2 id="h-moment">One moment</h2>
<p class="note">The keys ←, →, Page Up, Page Down, Home and End move the slider, and a click into a chart does. A line marks the moment in every chart. How full every node is stands here, ${how}.</p>
<p id="moment-facts" aria-live="polite"></p>
<div id="tiles"><div role="img" aria-label="Filling of every node"></div></div><div id="tile-key"></div>
<details id="nodes-then"><summary>All nodes at this moment as a table</summary><div class="wide" tabindex="0" role="region" aria-label="Nodes at this moment"><table></table></div></details></section>`;
}

function bucketNote({ end, count }: PageData): string {
  return `A point is the exact mean over ${formatSpan(end / count)}`;
}

function utilisationPart(data: PageData): string {
  if (data.resources.length === 0) return '';
  const charts = data.resources.map(
    ({ name }, place) =>
      `<figure class="chart"><h3>${escapeText(name)}</h3><div id="use-${place}"></div></figure>`,
  );
  const pools =
    data.pools > data.scopes.length - 1
      ? ` The ${counted(data.scopes.length - 1, 'busiest pool')} of ${data.pools} are drawn.`
      : '';
  return `<section aria-labelledby="h-use"><h2 id="h-use">Requests ÷ allocatable over time</h2><div class="charts">${charts.join('')}</div>
<p class="note">${bucketNote(data)}; the shade spans the lowest and the highest value of the cluster in it.${pools}</p></section>`;
}

function podsPart(data: PageData): string {
  return `<section aria-labelledby="h-pods"><h2 id="h-pods">Pods</h2><div class="charts">
<figure class="chart"><h3>Pending, by reason</h3><div id="pending"></div></figure>
<figure class="chart"><h3>Waiting of bound pods</h3><div id="waits"></div></figure>
<figure class="chart"><h3>Created, bound and ended</h3><div id="rates"></div></figure></div>
<p class="note">${bucketNote(data)}. Created, bound and ended are numbers of pods in ${formatSpan(data.end / data.rates.created.length)}.</p></section>`;
}

function heatMapPart(data: PageData): string {
  if (data.resources.length === 0 || data.rows.length === 0) return '';
  const options = data.resources.map(
    ({ name }, place) => `<option value="${place}">${escapeText(name)}</option>`,
  );
  const most = Math.max(0, ...data.rows.map(({ nodes }) => nodes));
  const rows = most > 1 ? ` Each row is the mean of up to ${counted(most, 'node')} of one pool.` : '';
  return `<section id="heat-map" aria-labelledby="h-heat"><h2 id="h-heat">Nodes over time</h2>
<label for="heat-resource">Resource</label> <select id="heat-resource">${options.join('')}</select>
<div role="img" aria-label="Requests of allocatable of every node over time, as a map. The table of nodes at one moment has the numbers."></div><p class="readout"></p>
<p class="note">${bucketNote(data)}: the darker on white, or the lighter on black, the fuller. Blank: the node is not there.${rows}</p></section>`;
}

function ganttPart(nodes: number): string {
  if (nodes === 0) return '';
  return `<section id="gantt" aria-labelledby="h-gantt"><h2 id="h-gantt">Pods of one node</h2>
<label for="gantt-node">Node</label> <select id="gantt-node"></select>
<div role="img" aria-label="Pods of the node over time"></div><p class="readout"></p>
<p class="note">A bar begins when the pod is bound, and ends when it holds no room any more. A colour is a workload. A dark end is a pod that failed.</p>
<details id="pods-of-node"><summary>Pods of this node as a table</summary><div class="wide" tabindex="0" role="region" aria-label="Pods of this node"><table></table></div></details></section>`;
}

function tooManyPods(pods: number): string {
  return `<section><h2>Pods of one node</h2><p>A page does not contain ${counted(pods, 'pod')} one by one. <code>--from</code> and <code>--to</code> make one of a part of the time.</p></section>`;
}

function eventsPart({ events }: DrawnCluster, end: number): string {
  if (events.length === 0)
    return '<section><h2>Events</h2><p>No node came or went, and no pod was evicted or failed.</p></section>';
  const { groups, within } = groupedEvents(events, end, MOST_EVENTS);
  const rows = groups.map(({ at, kind, reason, subject, count }) => [
    formatSpan(at),
    kind,
    formatNumber(count),
    reason ?? NOTHING,
    count > 1 ? `${subject}, …` : subject,
  ]);
  const joined =
    within > 0
      ? ` Events of one kind and reason within ${formatSpan(within)} are one row, with the name of the first.`
      : '';
  return `<section aria-labelledby="h-events"><h2 id="h-events">Events</h2>
${htmlTable(`${counted(events.length, 'event')} beside the usual steps of pods`, ['time', 'event', 'number', 'reason', 'of'], rows)}
<p class="note">Nodes that come, go or change, pods that are evicted or fail, containers that restart.${joined}</p></section>`;
}
