/** The page of charts shows every fit and every number, and fetches nothing. */
import test from 'ava';
import { quantile } from '../../../src/core/distributions/families/distribution.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { fitGroup } from '../../../src/core/fitting/pods/fit-group.ts';
import { startLoads } from '../../../src/core/fitting/pods/load-dependence.ts';
import type { PodHistory } from '../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../src/core/fitting/pods/workload-group.ts';
import { renderFitPage } from '../../../src/render/charts/page.ts';
import { linearScale, logScale, scaleOf, tickText } from '../../../src/render/charts/scale.ts';
import type { RecordingFit } from '../../../src/render/fit/recording-fit.ts';

const WINDOW = 1000;

function pods(count: number, group: string): PodHistory[] {
  const random = randomStream(1, group);
  return Array.from({ length: count }, (_, index): PodHistory => {
    const created = WINDOW * random();
    const started = created + 1;
    const ended = started + quantile({ family: 'exponential', mean: 200 }, random());
    return {
      uid: `${group}-${index}`,
      namespace: 'default',
      name: `${group}-${index}`,
      group,
      templateHash: 'small',
      template: { spec: { containers: [{ name: 'main' }] } },
      created,
      wasThere: false,
      seen: created,
      bound: started,
      node: undefined,
      started,
      ready: undefined,
      ended: ended < WINDOW ? ended : undefined,
      cause: ended < WINDOW ? 'succeeded' : undefined,
    };
  });
}

function fitOf(all: readonly PodHistory[]): RecordingFit {
  return {
    header: {
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Recording',
      name: 'a <b> & "c"',
      source: { kind: 'cluster' },
      start: '2026-01-01T00:00:00.000000000Z',
      tool: { name: 'kubectl-keg', version: '0' },
      clock: { kind: 'monotonic', resolution: '1us' },
      redaction: 'none',
    },
    window: WINDOW,
    pods: all.length,
    groups: groupPods(all).map((group) =>
      fitGroup(group, { window: WINDOW, resolution: 1e-6 }, startLoads(all), 1),
    ),
    load: undefined,
    scenario: {},
    problems: [],
  };
}

test('the page shows each group with its charts, and every number of the table', (t) => {
  const page = renderFitPage(fitOf([...pods(120, 'web'), ...pods(1, 'alone')]));
  t.true(page.includes('<h2>web <small>(default)</small></h2>'));
  t.true(page.includes('<h2>alone '));
  t.true((page.match(/<svg /g) ?? []).length >= 5);
  t.regex(page, /lifetime: 120, (fits|close)/);
  t.notRegex(page, /NaN|Infinity|undefined/);
});

test('the page is self-contained, and escapes names', (t) => {
  const page = renderFitPage(fitOf(pods(30, 'web')));
  t.notRegex(page, /<script|https?:|url\(/);
  t.true(page.includes('a &lt;b&gt; &amp; &quot;c&quot;'));
});

test('ticks are round numbers inside the range', (t) => {
  t.deepEqual(
    linearScale(0, 1).ticks.map((tick) => tick.toFixed(1)),
    ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'],
  );
  t.deepEqual(logScale(0.02, 500).ticks.map(tickText), ['0.1', '1', '10', '100']);
  t.is(scaleOf([1, 1000]).at(1000), 1);
  t.is(scaleOf([]).at(0), 0);
  t.is(tickText(1_000_000), '1e6');
});
