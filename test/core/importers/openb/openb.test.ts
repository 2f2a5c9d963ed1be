/** The conversion of every column of the openb trace, on small lists. */
import test from 'ava';
import { openbHeader } from '../../../../src/core/importers/openb/openb.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { decodeHeader } from '../../../../src/core/recording/decode.ts';
import { encodeHeader } from '../../../../src/core/recording/encode.ts';
import { END, imported, story } from './small-openb.ts';

function templateOf(...pods: string[]): PodTemplate {
  for (const observation of imported(...pods, END).pods()) {
    if (observation.kind === 'template') return observation.template;
  }
  throw new Error('no template');
}

test('equal nodes become one pool, named after what they offer', (t) => {
  const scenario = imported(END).scenario('openb', 'openb.pods.keg.jsonl');
  t.deepEqual(
    scenario.cluster.nodes.map(({ name, count }) => [name, count]),
    [
      ['32cpu-256gi', 2],
      ['g3-104cpu-768gi-8gpu', 1],
      ['t4-1500mcpu-1000mi-1gpu', 1],
    ],
  );
  t.deepEqual(scenario.cluster.nodes[1]?.template, {
    labels: { 'alibabacloud.com/gpu-card-model': 'G3' },
    capacity: { cpu: '104', memory: '786432Mi', pods: '110', 'alibabacloud.com/gpu-milli': '8000' },
    allocatable: { cpu: '104', memory: '786432Mi', pods: '110', 'alibabacloud.com/gpu-milli': '8000' },
  });
  t.deepEqual(Object.keys(scenario.cluster.nodes[0]!.template), ['capacity', 'allocatable']);
});

test('the scenario names its pod list and ends where the trace ends', (t) => {
  const scenario = imported(END).scenario('openb', 'openb.pods.keg.jsonl');
  t.is(scenario.metadata.name, 'openb');
  t.is(scenario.metadata.recorded, 'openb.pods.keg.jsonl');
  t.is(scenario.duration, '16m40s');
});

test('a shared GPU is requested in thousandths, several devices as their sum', (t) => {
  const shared = templateOf('p,6500,12288,1,460,,LS,Running,0,10,0');
  t.deepEqual(shared.spec.containers[0]?.resources, {
    requests: { cpu: '6500m', memory: '12288Mi', 'alibabacloud.com/gpu-milli': '460' },
    limits: { 'alibabacloud.com/gpu-milli': '460' },
  });
  const several = templateOf('p,8000,1024,4,1000,,LS,Running,0,10,0');
  t.is(several.spec.containers[0]?.resources?.requests?.['alibabacloud.com/gpu-milli'], '4000');
  t.deepEqual(templateOf('p,8000,1024,0,0,,LS,Running,0,10,0').spec.containers[0]?.resources, {
    requests: { cpu: '8', memory: '1024Mi' },
  });
});

test('the class of service is a label and the group', (t) => {
  t.deepEqual(templateOf('p,1000,1,0,0,,LS,Running,0,10,0').metadata, { labels: { 'openb/qos': 'LS' } });
  const created = [...imported('p,1000,1,0,0,,LS,Running,0,10,0', END).pods()].find(
    (o) => o.kind === 'pod-created',
  );
  t.is(created?.group, 'LS');
});

test('one GPU model becomes a node selector, several become a node affinity', (t) => {
  const one = templateOf('p,1000,1,1,1000,T4,LS,Running,0,10,0');
  t.deepEqual(one.spec.nodeSelector, { 'alibabacloud.com/gpu-card-model': 'T4' });
  const any = templateOf('p,1000,1,1,1000,V100M16|V100M32,LS,Running,0,10,0');
  t.is(any.spec.nodeSelector, undefined);
  t.deepEqual(
    any.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
    [
      {
        matchExpressions: [
          { key: 'alibabacloud.com/gpu-card-model', operator: 'In', values: ['V100M16', 'V100M32'] },
        ],
      },
    ],
  );
});

test('pods with equal requests share one template', (t) => {
  const alike = [1, 2, 3].map((n) => `p${n},1000,1024,0,0,,BE,Running,${n},${n + 9},${n}`);
  const templates = [...imported(...alike, END).pods()].filter((o) => o.kind === 'template');
  t.is(templates.length, 1);
});

test('a Running pod is deleted, a Succeeded or Failed one finishes first', (t) => {
  const trace = imported(
    'run,1,1,0,0,,BE,Running,1,9,2',
    'good,1,1,0,0,,BE,Succeeded,1,9,2',
    'bad,1,1,0,0,,BE,Failed,1,9,2',
    END,
  );
  t.deepEqual(story(trace.pods(), 'run'), [
    '1: pod-created',
    '2: pod-bound',
    '2: pod-started',
    '9: pod-deleted',
  ]);
  const ending = ['1: pod-created', '2: pod-bound', '2: pod-started', '9: pod-finished', '9: pod-deleted'];
  t.deepEqual(story(trace.pods(), 'good'), ending);
  t.deepEqual(story(trace.pods(), 'bad'), ending);
  const phases = [...trace.pods()].flatMap((o) => (o.kind === 'pod-finished' ? [o.phase] : []));
  t.deepEqual(phases, ['Succeeded', 'Failed']);
});

test('a pod that was never scheduled is created and deleted, never bound', (t) => {
  const trace = imported('p,1,1,0,0,,BE,Pending,3,7,', END);
  t.deepEqual(story(trace.pods(), 'p'), ['3: pod-created', '7: pod-deleted']);
  t.is(trace.summary.neverScheduled, 1);
});

test('a pod that exists at the end of the window has no end', (t) => {
  const trace = imported('p,1,1,0,0,,LS,Running,3,1000,4', END);
  t.deepEqual(story(trace.pods(), 'p'), ['3: pod-created', '4: pod-bound', '4: pod-started']);
  t.is(trace.summary.aliveAtEnd, 2);
  t.deepEqual([...trace.pods()].at(-1), { at: 1_000_000_000, kind: 'close' });
});

test('a pod that failed in the last second has an end', (t) => {
  const trace = imported('p,1,1,0,0,,LS,Failed,3,1000,4', END);
  t.is(story(trace.pods(), 'p').at(-1), '1000: pod-deleted');
});

test('within a second pods end before others start, and a short pod keeps its own order', (t) => {
  const trace = imported(
    'comes,1,1,0,0,,BE,Running,5,9,5',
    'flash,1,1,0,0,,BE,Failed,5,5,5',
    'wait,1,1,0,0,,BE,Running,1,5,5',
    'never,1,1,0,0,,BE,Pending,5,5,',
    'goes,1,1,0,0,,BE,Running,1,5,1',
    END,
  );
  const second = [...trace.pods()].flatMap((o) => (o.at === 5e6 && 'uid' in o ? [`${o.uid} ${o.kind}`] : []));
  t.deepEqual(second, [
    'goes pod-deleted',
    'comes pod-created',
    'flash pod-created',
    'never pod-created',
    'comes pod-bound',
    'comes pod-started',
    'flash pod-bound',
    'flash pod-started',
    'wait pod-bound',
    'wait pod-started',
    'flash pod-finished',
    'flash pod-deleted',
    'wait pod-deleted',
    'never pod-deleted',
  ]);
});

test('the history has every node by its name and pool before any pod', (t) => {
  const observations = [...imported(END).history()];
  t.deepEqual(
    observations.slice(0, 4).map((o) => (o.kind === 'node-added' ? [o.name, o.pool] : o.kind)),
    [
      ['a', '32cpu-256gi'],
      ['b', 'g3-104cpu-768gi-8gpu'],
      ['c', '32cpu-256gi'],
      ['d', 't4-1500mcpu-1000mi-1gpu'],
    ],
  );
  t.is(observations.filter((o) => o.kind === 'pod-bound' && o.node === null).length, 1);
});

test('the header states the source of the recording and the resolution of its clock', (t) => {
  const header = decodeHeader(encodeHeader(openbHeader('openb', '0.1.0')), { file: 'x', line: 1 });
  t.deepEqual(header.source, { kind: 'import', from: 'openb' });
  t.deepEqual(header.clock, { kind: 'stamps', resolution: '1s' });
});
