/** The tables as a person at a terminal sees them. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { nodeScoreReport } from '../../../src/core/measure/node-score-report.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { BREAKDOWNS } from '../../../src/render/report/breakdowns.ts';
import { nodeScoreSection } from '../../../src/render/report/node-score-section.ts';
import { NODES_SHOWN } from '../../../src/render/report/node-section.ts';
import { sectionLines } from '../../../src/render/report/report-section.ts';
import { renderTable } from '../../../src/render/report/table.ts';
import { dressFor } from '../../../src/render/terminal/text-layout.ts';
import { arbitraryDamagedRecording } from '../../core/measure/arbitrary-recording.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';
import fc from '../../seeded-properties.ts';
import { DAY } from './measured-day.ts';

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

test('the summary shows the scenario, the speed and the counts of pods', (t) => {
  const text = renderTable(DAY, { width: 80 });
  t.regex(text, /^Recording +gpu-day: replay on embedded, Kubernetes 1\.36, seed 7$/m);
  t.regex(text, /^Window +24h from 2026-03-02T00:00:00Z$/m);
  t.regex(text, /^Speed +virtual time: every event happens exactly at its time$/m);
  t.regex(text, /^Pods +2,400 created, 2,260 bound/m);
  t.regex(text, /^Never bound +140 pods: 140 still pending, oldest 16h16m$/m);
  t.regex(text, /^ +140 {2}Insufficient nvidia\.com\/gpu \(e\.g\. research\/huge-1242\)$/m);
  t.notRegex(text, /^Lag/m);
});

test('utilisation has a row for each resource of the cluster and of each pool', (t) => {
  const text = renderTable(DAY, { width: 80 });
  t.regex(text, /requests, and their share of allocatable/);
  t.regex(text, /^RESOURCE +REQUESTS +ALLOCATABLE +MEAN +P95 +MAX +>80% +>90%$/m);
  t.regex(text, /^cluster, 12 nodes\n {2}cpu +179\.8 +320 +56\.2% +94\.5% +96\.9% +24\.5% +12\.2%$/m);
  t.regex(text, /^pool gpu, 4 nodes$/m);
});

test('blocks are below each other at 80 columns and side by side at 160', (t) => {
  t.regex(renderTable(DAY, { width: 80 }), /^RESOURCE +MAX−MIN +σ +AMOUNT +SHARE$/m);
  t.regex(renderTable(DAY, { width: 160 }), /^RESOURCE +REQUESTS .*>90% +MAX−MIN +σ +AMOUNT +SHARE$/m);
});

test('from 72 columns on no line is wider than the terminal or ends with a space', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 72, max: 200 }),
      fc.constantFrom(...BREAKDOWNS),
      fc.boolean(),
      fc.option(arbitraryDamagedRecording, { nil: null }),
      (width, by, wide, observations) => {
        const figures = observations === null ? DAY : measure(HEADER, observations);
        const text = renderTable(figures, { width, by, wide });
        t.true(longestLine(text) <= width, text);
        t.notRegex(text, / $/m);
        t.notRegex(text, /NaN|undefined|Infinity/);
      },
    ),
  );
});

test('long names of pools, nodes, resources and reasons do not break the width', (t) => {
  const long = 'a-name-that-goes-on-and-on-'.repeat(6);
  const observations: Observation[] = [
    {
      at: 0,
      kind: 'node-added',
      uid: 'n',
      name: long,
      pool: long,
      allocatable: { cpu: '4', [`example.com/${long}`]: '3' },
    },
    { at: 0, kind: 'node-added', uid: 'm', name: 'm', pool: 'm', allocatable: { cpu: '4' } },
    {
      at: 0,
      kind: 'template',
      hash: 't',
      template: { spec: { containers: [{ resources: { requests: { [`example.com/${long}`]: '1' } } }] } },
    },
    { at: 0, kind: 'pod-created', uid: 'p', namespace: long, name: long, template: 't' },
    { at: 1, kind: 'pod-unschedulable', uid: 'p', message: `0/1 nodes are available: 1 ${long}.` },
    { at: 9e9, kind: 'close' },
  ];
  const figures = measure({ ...HEADER, name: long }, observations);
  for (const by of ['pool', 'node'] as const)
    t.true(longestLine(renderTable(figures, { width: 80, by })) <= 80);
});

test('a pool is named in full above columns that are narrower than its name', (t) => {
  const nodes: Observation[] = ['a', 'b'].map((name) => ({
    at: 0,
    kind: 'node-added',
    uid: name,
    name,
    pool: `pool-of-zone-${name}`,
    allocatable: { cpu: '4' },
  }));
  const figures = measure(HEADER, [...nodes, { at: 100, kind: 'close' }]);
  const lines = renderTable(figures, { width: 72 }).split('\n');
  t.is(lines.filter((line) => line === 'pool pool-of-zone-a, 1 node').length, 2);
});

test('scores of nodes have room in 80 columns', (t) => {
  const nodes: Observation[] = ['kwok-node-1', 'kwok-node-2'].map((name) => ({
    at: 0,
    kind: 'node-added',
    uid: name,
    name,
    allocatable: { cpu: '4', memory: '8Gi' },
  }));
  const figures = measure(HEADER, [...nodes, { at: 100, kind: 'close' }]);
  const section = nodeScoreSection(nodeScoreReport(figures, 'node-classifier'));
  t.true(longestLine(sectionLines(section, 80, dressFor(false)).join('\n')) <= 80);
});

test('a long name is cut in the middle and displaces no column that fits', (t) => {
  const observations: Observation[] = [41, 42].map((number) => ({
    at: 0,
    kind: 'node-added',
    uid: `n${number}`,
    name: `a-node-with-a-name-that-one-cannot-remember-${number}`,
    allocatable: { cpu: '4' },
  }));
  const figures = measure(HEADER, [...observations, { at: 100, kind: 'close' }]);
  const text = renderTable(figures, { width: 80, by: 'node' });
  t.regex(text, /^NODE +MEAN +P95 +MAX$/m);
  t.regex(text, /^a-node-with-a-na…[a-z-]+-41 +0\.0% +0\.0% +0\.0%$/m);
});

test('optional columns are left out if one block alone is too wide', (t) => {
  const observations: Observation[] = [
    {
      at: 0,
      kind: 'node-added',
      uid: 'n',
      name: 'n',
      allocatable: { 'example.com/milli-of-a-device': 12_345_678 },
    },
    {
      at: 0,
      kind: 'template',
      hash: 't',
      template: {
        spec: { containers: [{ resources: { requests: { 'example.com/milli-of-a-device': 12_345_600 } } }] },
      },
    },
    { at: 0, kind: 'pod-created', uid: 'p', namespace: 'd', name: 'p', template: 't' },
    { at: 0, kind: 'pod-bound', uid: 'p', node: 'n' },
    { at: 100, kind: 'close' },
  ];
  const figures = measure(HEADER, observations);
  t.regex(renderTable(figures, { width: 90 }), /^RESOURCE +REQUESTS +ALLOCATABLE +MEAN +P95 +MAX +>90%$/m);
  t.regex(renderTable(figures, { width: 80 }), /^RESOURCE +REQUESTS +ALLOCATABLE +MEAN +P95 +MAX$/m);
  t.regex(renderTable(figures, { width: 72 }), /^RESOURCE +REQUESTS +MEAN +P95 +MAX$/m);
});

test('--by node has a row for each node with the requests of each resource', (t) => {
  const text = renderTable(DAY, { width: 160, by: 'node' });
  t.regex(text, /cpu requests .*memory requests .*pods requests .*nvidia\.com\/gpu requests/);
  t.regex(text, /^general-0 +38\.4% +95\.3% +100\.0%.* – +– +–$/m);
  t.is(text.match(/^(general|gpu)-\d .*%/gm)?.length, 12);
});

test('of many nodes the busiest are shown, with a line about the others', (t) => {
  const observations = Array.from(
    { length: 1523 },
    (_, number): Observation => ({
      at: 0,
      kind: 'node-added',
      uid: `n${number}`,
      name: `n${number}`,
      allocatable: { cpu: '4' },
    }),
  );
  const figures = measure(HEADER, [...observations, { at: 100, kind: 'close' }]);
  const text = renderTable(figures, { width: 80, by: 'node' });
  t.is(text.match(/^n\d+ /gm)?.length, NODES_SHOWN);
  t.regex(text.replaceAll('\n', ' '), /40 busiest nodes of 1,523 shown .*-o json, -o csv/);
});

test('of many pools the busiest are shown, and -o wide shows all', (t) => {
  const observations = Array.from(
    { length: 20 },
    (_, number): Observation => ({
      at: 0,
      kind: 'node-added',
      uid: `n${number}`,
      name: `n${number}`,
      pool: `p${number}`,
      allocatable: { cpu: '4' },
    }),
  );
  const pod: Observation[] = [
    {
      at: 0,
      kind: 'template',
      hash: 't',
      template: { spec: { containers: [{ resources: { requests: { cpu: '1' } } }] } },
    },
    { at: 0, kind: 'pod-created', uid: 'p', namespace: 'd', name: 'p', template: 't' },
    { at: 0, kind: 'pod-bound', uid: 'p', node: 'n19' },
    { at: 100, kind: 'close' },
  ];
  const figures = measure(HEADER, [...observations, ...pod]);
  const text = renderTable(figures, { width: 160 });
  t.is(text.match(/^pool p\d+, 1 node$/gm)?.length, 8);
  t.regex(text, /^pool p19, 1 node$/m);
  t.regex(text, /^8 busiest pools of 20 shown; all of them: -o wide, -o json$/m);
  t.is(renderTable(figures, { width: 160, wide: true }).match(/^pool p\d+, 1 node$/gm)?.length, 20);
});

test('resources that no pod requested are named, and shown by -o wide', (t) => {
  const observations: Observation[] = [
    {
      at: 0,
      kind: 'node-added',
      uid: 'n',
      name: 'n',
      allocatable: { cpu: '4', 'ephemeral-storage': '100Gi' },
    },
    { at: 100, kind: 'close' },
  ];
  const figures = measure(HEADER, observations);
  t.regex(renderTable(figures, { width: 80 }), /Not requested by any pod: ephemeral-storage/);
  t.regex(renderTable(figures, { width: 80, wide: true }), /^ {2}ephemeral-storage +0 B +100 GiB/m);
});

test('the waiting table prints n, and the pods that it leaves out', (t) => {
  const text = renderTable(DAY, { width: 80 });
  t.regex(text, /^PHASE +N +MEAN +P50 +P90 +P95 +P99 +MAX$/m);
  t.regex(text, /^created → bound +2,260 +16m41s +0s/m);
  t.regex(text, /^Not among these: 140 pods never bound\.$/m);
  t.regex(text, /^Queue length \(pods\): mean 63\.6, p95 142, max 144, at the end 140\.$/m);
});

test('a recording without an end, with gaps or with bad lines is marked', (t) => {
  const text = renderTable(
    measure(HEADER, [
      { at: 3_600_000_000, kind: 'gap', from: 0, reason: 'watch lost' },
      { at: 3_600_000_000, kind: 'pod-deleted', uid: 'ghost' },
    ]),
    { width: 80 },
  );
  t.regex(text, /\(cut short: no close line\)/);
  t.regex(text, /^Not seen +1h in 1 gap$/m);
  t.regex(text, /^Ignored +1 observation/m);
});

test('colour is off by default and changes nothing else', (t) => {
  const plain = renderTable(DAY, { width: 80 });
  const coloured = renderTable(DAY, { width: 80, colour: true });
  t.false(plain.includes('\u001b'));
  t.true(coloured.includes('\u001b[1m'));
  t.is(coloured.replaceAll('\u001b[0m', '').replaceAll('\u001b[1m', '').replaceAll('\u001b[2m', ''), plain);
});

test('without recorded nodes of pods there are no figures of pools, nodes and balance', (t) => {
  const unplaced = sampleDay().map((each) => (each.kind === 'pod-bound' ? { ...each, node: null } : each));
  const text = renderTable(measure(HEADER, unplaced), { width: 80, by: 'node' });
  t.regex(text, /The source does not record on which nodes pods ran/);
  t.regex(text, /^cluster, 12 nodes\n {2}cpu +\d/m);
  t.notRegex(text, /^pool |UTILISATION BY NODE|MAX−MIN|[Ss]tranded/m);
});
