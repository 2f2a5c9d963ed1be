/** The recorder reads what pods use from metrics.k8s.io or the kubelets, here a scripted server with their wire format. */
import test, { type ExecutionContext } from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import type { RecordRequest } from '../../../src/verbs/record/record-cluster.ts';
import { readRecordFlags } from '../../../src/verbs/record/record-flags.ts';
import { readBack } from './read-back.ts';
import { nodeOf, podOf, type Try, trial } from './recorder-trial.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1/pods';
const SUMMARY = '/api/v1/nodes/a/proxy/stats/summary';
/** In microseconds. */
const SHORT = 20_000;

function metricsOf(cpu: string, memory: string) {
  return {
    kind: 'PodMetricsList',
    apiVersion: 'metrics.k8s.io/v1beta1',
    items: [
      {
        metadata: { name: 'p', namespace: 'default' },
        timestamp: '2026-01-01T00:00:00Z',
        window: '15s',
        containers: [
          { name: 'main', usage: { cpu, memory } },
          { name: 'side', usage: { cpu: '1m', memory: '0' } },
        ],
      },
      { metadata: { name: 'unknown', namespace: 'default' }, containers: [] },
    ],
  };
}

async function recorded(
  t: ExecutionContext,
  prepare: (made: Try) => void,
  more: Partial<RecordRequest> = {},
) {
  const made = await trial(t);
  made.cluster.put('nodes', nodeOf('a'));
  made.cluster.put('pods', podOf('p', { node: 'a', phase: 'Running' }));
  made.cluster.put('pods', podOf('waits'));
  let reads = 0;
  prepare({
    ...made,
    cluster: {
      ...made.cluster,
      answer: (path, body) =>
        made.cluster.answer(path, () => {
          reads += 1;
          return body();
        }),
    },
  });
  const going = await made.begin({ usage: SHORT, ...more });
  await going.until(() => reads > 4 || made.problems.length > 0);
  await going.end();
  const back = await readBack(made.file);
  return { ...back, problems: made.problems };
}

function usage(observations: readonly Observation[]): object[] {
  return observations.flatMap((each) => (each.kind === 'pod-usage' ? [each.used] : []));
}

test('samples of metrics.k8s.io become usage of pods that run, written where it changes', async (t) => {
  let sample = 0;
  const { header, observations, problems } = await recorded(t, ({ cluster }) =>
    cluster.answer(METRICS, () => {
      sample += 1;
      return metricsOf(sample < 4 ? '1234567n' : '250m', '64Mi');
    }),
  );
  t.deepEqual(header.source.usage, { from: 'metrics.k8s.io', interval: SHORT });
  t.deepEqual(problems, []);
  t.deepEqual(usage(observations).slice(0, 2), [
    { cpu: '2234567n', memory: String(64 * 1024 ** 2) },
    { cpu: '251000000n' },
  ]);
  const { cluster: figures, ignored } = measure(header, observations);
  t.is(ignored.total, 0);
  t.is(figures.resources.cpu!.used!.end, 251);
});

test('pseudonyms of pods are those of their other lines', async (t) => {
  const { observations } = await recorded(
    t,
    ({ cluster }) => cluster.answer(METRICS, () => metricsOf('1', '1Gi')),
    { names: { salt: 'x' } },
  );
  const uids = new Set(observations.flatMap((each) => (each.kind === 'pod-bound' ? [each.uid] : [])));
  const [first] = observations.filter((each) => each.kind === 'pod-usage');
  t.true(uids.has((first as { uid: string }).uid));
  t.not((first as { uid: string }).uid, 'p');
});

test('without metrics.k8s.io the summaries of the kubelets are read', async (t) => {
  const { header, observations } = await recorded(t, ({ cluster }) => {
    cluster.answer(METRICS, () => 404);
    cluster.answer(SUMMARY, () => ({
      node: { nodeName: 'a' },
      pods: [
        {
          podRef: { name: 'p', namespace: 'default', uid: 'p' },
          cpu: { usageNanoCores: 5_000_000 },
          memory: { workingSetBytes: 4096, usageBytes: 9999 },
        },
      ],
    }));
  });
  t.is(header.source.usage?.from, 'kubelet');
  t.deepEqual(usage(observations), [{ cpu: '5000000n', memory: '4096' }]);
});

test('where neither may be read, the recording goes on with a warning that names both rights', async (t) => {
  const { header, observations, problems } = await recorded(t, ({ cluster }) => {
    cluster.answer(METRICS, () => 404);
    cluster.answer(SUMMARY, () => 403);
  });
  t.is(header.source.usage, undefined);
  t.deepEqual(usage(observations), []);
  t.is(problems.length, 1);
  t.is(problems[0]!.code, 'read-forbidden');
  t.regex(
    problems[0]!.message,
    /keg can read neither metrics\.k8s\.io \(not served\) nor the summaries of the kubelets \(not allowed\)/,
  );
  t.regex(problems[0]!.next!, /resources: \[pods\].*resources: \[nodes\/proxy\]/);
});

test('a kubelet whose summary fails in another way is named with its status', async (t) => {
  const { problems } = await recorded(t, ({ cluster }) => {
    cluster.answer(METRICS, () => 404);
    cluster.answer(SUMMARY, () => 400);
  });
  t.is(
    problems[0]!.message,
    'the usage of pods is not recorded: keg can read neither metrics.k8s.io (not served) nor the summaries of the kubelets (status 400)',
  );
});

test('an interval below a second is refused with an example', (t) => {
  const flags = { output: 'x.keg.jsonl', 'all-namespaces': true, 'keep-names': true };
  t.is(readRecordFlags({ ...flags, usage: '30s' }).usage, 30e6);
  for (const usage of ['1ms', 'often'])
    t.throws(() => readRecordFlags({ ...flags, usage }), { message: new RegExp(`--usage ${usage}`) });
});
