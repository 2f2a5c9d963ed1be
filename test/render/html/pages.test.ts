/** Pages in a real browser: light, quiet, readable without eyes or a mouse, and exact. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import axe from 'axe-core';
import { compareVariants } from '../../../src/core/comparing/comparison.ts';
import { replayCurves } from '../../../src/core/comparing/replay-curves.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import { occupancyAt } from '../../../src/core/measure/requests-at-times.ts';
import { scalarFigures } from '../../../src/core/measure/scalar-figures.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { renderFitPage } from '../../../src/render/charts/page.ts';
import { renderComparisonPage } from '../../../src/render/html/comparison-page.ts';
import { renderRecordingPage } from '../../../src/render/html/recording-page.ts';
import { HEADER } from '../../core/measure/sample-day.ts';
import { bound, created, HALF, NODE_A, node, run } from '../../core/measure/small-recording.ts';
import { fitOf, fittedPods } from '../charts/sample-fit.ts';
import { type Browser, CHROMIUM, startChromium } from './chromium.ts';
import { largeRecording } from './large-recording.ts';

/** Without Chromium these tests are skipped. */
const inBrowser = CHROMIUM === undefined ? test.serial.skip : test.serial;
const folder = mkdtempSync(join(tmpdir(), 'keg-page-'));
const LARGE = largeRecording(10_000);
const HOSTILE = '</script><script>globalThis.harmed = 1</script><img src=x onerror="globalThis.harmed = 2">';
let browser: Browser;

function pageOf(observations: readonly Observation[], name = 'day'): string {
  const header = { ...HEADER, name };
  return renderRecordingPage({ header, figures: measure(header, observations), observations }, 'pool');
}

/** Opens a page, and waits until it is drawn. */
async function open(html: string, width = 1440, scheme = 'light'): Promise<void> {
  const path = join(folder, 'page.html');
  writeFileSync(path, html);
  const { page } = browser;
  await page.call('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: width < 500,
  });
  const features = [{ name: 'prefers-color-scheme', value: scheme }];
  await page.call('Emulation.setEmulatedMedia', { features });
  page.events.length = 0;
  const loaded = page.next('Page.loadEventFired');
  await page.call('Page.navigate', { url: pathToFileURL(path).href });
  await loaded;
  await page.evaluate(
    `new Promise((done) => { const look = () => document.querySelector('figure:last-of-type canvas') && (document.getElementById('moment-text')?.textContent ?? 'drawn') ? done() : setTimeout(look, 10); look(); })`,
  );
}

/** What the console says, and every address that is asked for besides the page. */
function noise(): unknown[] {
  return browser.page.events.flatMap(({ method, params }): unknown[] => {
    if (/^(?:Runtime\.(?:exceptionThrown|consoleAPICalled)|Log\.entryAdded)$/.test(method)) return [params];
    const { url } = (params.request ?? {}) as { readonly url?: string };
    const isOther = method === 'Network.requestWillBeSent' && !/^(?:file:.*page\.html|data:)/.test(url ?? '');
    return isOther ? [url] : [];
  });
}

function text(id: string): Promise<string> {
  return browser.page.evaluate<string>(`document.getElementById('${id}').textContent`);
}

async function press(key: string): Promise<void> {
  await browser.page.call('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, ...KEY_CODES[key] });
  await browser.page.call('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key, ...KEY_CODES[key] });
}

const KEY_CODES: Readonly<Record<string, object>> = {
  ArrowRight: { windowsVirtualKeyCode: 39 },
  Home: { windowsVirtualKeyCode: 36 },
};

test.before(async () => {
  if (CHROMIUM !== undefined) browser = await startChromium(CHROMIUM, join(folder, 'profile'));
});

test.after.always(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test.serial('the tables of a report have a heading of their own', (t) => {
  const html = pageOf(largeRecording(30));
  const heads = [...html.matchAll(/<h2[^>]*>([^<]*)|<caption>/g)].map(([, head]) => head ?? 'table');
  const last = heads.indexOf('All figures');
  t.true(last > heads.indexOf('Events'));
  t.true(heads.slice(last).filter((head) => head === 'table').length > 1);
});

test.serial('a page of 10,000 pods has at most 1 MB', (t) => {
  const { length } = Buffer.from(pageOf(LARGE));
  t.true(length <= 1_000_000, `${length} bytes`);
});

inBrowser('the console stays empty, and nothing but the page is asked for', async (t) => {
  await open(pageOf(LARGE));
  t.deepEqual(noise(), []);
});

inBrowser('axe finds nothing, wide and narrow, in light and in dark', async (t) => {
  const html = pageOf(largeRecording(300));
  for (const [width, scheme] of [
    [1440, 'light'],
    [375, 'dark'],
  ] as const) {
    await open(html, width, scheme);
    for (const id of ['nodes-then', 'pods-of-node'])
      await browser.page.evaluate(`document.getElementById('${id}').open = true; 1`);
    t.deepEqual(await violations(), [], `${width} ${scheme}`);
  }
});

/** What axe finds, and a page that is wider than its window. */
async function violations(): Promise<unknown[]> {
  const { page } = browser;
  await page.evaluate(`${axe.source}; 1`);
  const found = await page.evaluate<unknown[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))',
  );
  const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  return isWider ? [...found, 'wider than the window'] : found;
}

inBrowser('the page of a comparison draws every variant, and is as quiet and readable', async (t) => {
  const variants = [10, 40].map((wait) => {
    const figures = run([NODE_A, created('p', 0), bound('p', wait)]);
    const facts = { name: `${HOSTILE} ${wait}`, file: 'day.yaml', settings: '', seeds: [1] };
    return { variant: { ...facts, reports: [scalarFigures(figures, {})] }, curves: [replayCurves(figures)] };
  });
  const comparison = compareVariants(variants.map(({ variant }) => variant));
  await open(
    renderComparisonPage(
      comparison,
      variants.map(({ curves }) => curves),
    ),
    375,
    'dark',
  );
  t.is(await browser.page.evaluate(`document.querySelectorAll('figure canvas').length`), 5);
  t.is(await text('chart-0').then((key) => key.includes(`${HOSTILE} 40`)), true);
  t.deepEqual(await violations(), []);
  t.deepEqual(noise(), []);
});

inBrowser('the page of a fit draws every chart, and is as quiet and readable', async (t) => {
  const { groups, ...rest } = fitOf(fittedPods(120, HOSTILE));
  for (const [copies, width] of [
    [1, 1440],
    [20, 375],
  ] as const) {
    const many = Array.from({ length: copies }, (_, copy) => ({
      ...groups[0]!,
      group: { ...groups[0]!.group, name: `${HOSTILE} ${copy}` },
    }));
    await open(renderFitPage({ ...rest, groups: many }), width, 'dark');
    const drawn = () => browser.page.evaluate<number>(`document.querySelectorAll('figure canvas').length`);
    const figures = await browser.page.evaluate<number>(`document.querySelectorAll('figure').length`);
    t.is((await drawn()) === figures, copies === 1, 'a long page draws late');
    t.deepEqual(await violations(), [], `${width}`);
    await browser.page.call('Page.printToPDF');
    t.is(await drawn(), figures, 'paper has all');
    t.deepEqual(noise(), []);
  }
});

inBrowser('keys move the slider, and the page says the moment and how full it is', async (t) => {
  const observations = [
    HALF,
    NODE_A,
    node('b', { cpu: '4', memory: '8Gi', pods: '10' }),
    created('p', 0),
    bound('p', 10_000_000),
    { at: 20_000_000, kind: 'close' } as const,
  ];
  await open(pageOf(observations));
  await browser.page.evaluate(`document.getElementById('moment').focus(); 1`);
  await press('Home');
  t.regex(await text('moment-facts'), /^2 nodes: cpu 0\.0%.*; 0 pods hold room, 1 waiting; /);
  await press('ArrowRight');
  t.regex(await text('moment-text'), /^10ms/);
  const said = await browser.page.evaluate(
    `document.getElementById('moment').getAttribute('aria-valuetext')`,
  );
  t.is(said, await text('moment-text'));
  await browser.page.evaluate(
    `const slider = document.getElementById('moment'); slider.value = 1500; slider.dispatchEvent(new Event('input')); 1`,
  );
  t.is(
    await text('moment-facts'),
    '2 nodes: cpu 25.0%, memory 6.3%, pods 5.0%; 1 pod holds room, 0 waiting; by cpu, a is fullest (50.0%) and b emptiest (0.0%).',
  );
});

inBrowser('at every moment as many pods hold room as the report counts', async (t) => {
  await open(pageOf(LARGE));
  for (const step of [300, 900, 1300]) {
    await browser.page.evaluate(
      `const at${step} = document.getElementById('moment'); at${step}.value = ${step}; at${step}.dispatchEvent(new Event('input')); 1`,
    );
    const [, pods] = /; ([\d,]+) pods hold room/.exec(await text('moment-facts')) ?? [];
    const moment = Math.floor((step / 2000) * LARGE.at(-1)!.at);
    const [occupancy] = occupancyAt(LARGE, [moment]);
    // The page has milliseconds, and a pod may end within one.
    t.true(Math.abs(Number(pods?.replaceAll(',', '')) - occupancy!.pods) <= 1, `${step}`);
  }
});

inBrowser('a recording without time, nodes or pods is drawn as well', async (t) => {
  const end: Observation = { at: 100, kind: 'close' };
  const recordings: (readonly Observation[])[] = [
    [HALF, NODE_A],
    [HALF, NODE_A, end],
    [HALF, created('p', 0), created('q', 0, 'half', { age: 5 }), bound('q', 0, null), end],
  ];
  for (const [place, observations] of recordings.entries()) {
    await open(pageOf(observations), 375);
    t.deepEqual(noise(), [], `${place}`);
    t.regex(await text('moment-facts'), /^[01] nodes?[:;] /, `${place}`);
  }
});

inBrowser('no name in a recording becomes markup', async (t) => {
  const hostile = [
    HALF,
    { ...node(HOSTILE, { cpu: '4' }, 0, HOSTILE) },
    node('b', { cpu: '4' }, 5),
    { ...created('p', 0), name: HOSTILE, namespace: HOSTILE, group: HOSTILE } as Observation,
    { at: 1, kind: 'pod-unschedulable', uid: 'p', message: HOSTILE },
    bound('p', 10, HOSTILE),
    { at: 15, kind: 'pod-disrupted', uid: 'p', reason: HOSTILE },
    { at: 20, kind: 'close' },
  ] as const;
  await open(pageOf(hostile, HOSTILE));
  t.is(await browser.page.evaluate('globalThis.harmed ?? 0'), 0);
  t.is(await browser.page.evaluate('document.images.length'), 0);
  t.is(await browser.page.evaluate(`document.querySelector('h1').textContent`), HOSTILE);
  t.deepEqual(noise(), []);
});
