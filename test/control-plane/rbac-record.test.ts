/** The documented rights to record are the least: without any verb of them a recorder refuses, or says which one is missing. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { formatProblem } from '../../src/core/errors/problem.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { Observation, RecordingHeader } from '../../src/core/recording/observation.ts';
import type { ClusterChoice } from '../../src/kubernetes/cluster-choice.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport } from '../../src/kubernetes/transport.ts';
import { readRecordingFile } from '../../src/storage/recording-file.ts';
import { recordCluster } from '../../src/verbs/record/record-cluster.ts';
import type { Selection } from '../../src/verbs/record/selection.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { asRecorder, asRecorderOf, type RecorderRule, recorderRules } from './recorder-rights.ts';
import { eventually, kwokNode, pod } from './workload.ts';

/** Without one of these a recorder ends, or infers it. */
const NEEDED = ['nodes', 'pods'];
const EVERYWHERE: Selection = { namespaces: undefined };
let kubeconfig: string;
let transport: Transport;

test.before(async () => {
  const { cluster } = await clusterOfFile();
  kubeconfig = cluster.kubeconfig;
  transport = openTransport(await connectionOf({ kubeconfig }));
  await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode('node-a') });
});

test.after.always(() => transport?.close());

/** The rules without one verb for these resources. */
function without(resources: readonly string[], verb: string): RecorderRule[] {
  return recorderRules().flatMap((rule) => {
    const verbs = rule.verbs.filter((each) => each !== verb);
    const split = [
      { ...rule, resources: rule.resources.filter((each) => !resources.includes(each)) },
      { ...rule, resources: rule.resources.filter((each) => resources.includes(each)), verbs },
    ];
    return split.filter((each) => each.resources.length > 0);
  });
}

interface Trial {
  readonly selection?: Selection;
  /** Whether what was heard is enough to end it. */
  readonly isEnough?: (heard: readonly string[]) => boolean;
  /** Microseconds. */
  readonly duration: number;
}

/** What the recorder says until it ends: when that is enough, or after some time. */
async function complaints(
  t: ExecutionContext,
  choice: ClusterChoice,
  { selection = EVERYWHERE, isEnough = () => false, duration }: Trial,
): Promise<{ readonly heard: readonly string[]; readonly file: string }> {
  const file = join(temporaryFolder(t), 'trial.keg.jsonl');
  const heard: string[] = [];
  const stop = new AbortController();
  const hear = (text: string): void => {
    heard.push(text);
    if (isEnough(heard)) stop.abort();
  };
  const request = {
    ...recordRequest(choice, file),
    selection: () => selection,
    duration,
    signal: stop.signal,
  };
  try {
    const { failure } = await recordCluster({ ...request, warn: (problem) => hear(formatProblem(problem)) });
    if (failure !== undefined) throw failure;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    hear(`${error.message} (${error.next})`);
  }
  return { heard, file };
}

test.serial('a recorder without one verb of the documented role names the rule that gives it', async (t) => {
  // The authorizer of the API server learns of a new role after a moment.
  const all = await eventually(
    async () =>
      complaints(t, await asRecorder(transport, kubeconfig, recorderRules(), `all-${Date.now()}`), {
        duration: 3_000_000,
      }),
    ({ heard }) => heard.length === 0,
  );
  t.deepEqual(all.heard, []);
  const others = recorderRules().flatMap(({ resources }) =>
    resources.filter((each) => !NEEDED.includes(each)),
  );
  // What a recorder can do without it names at once; a recorder for each of them would keep the API server busy for half a minute.
  const tried = [others, ...NEEDED.map((resource) => [resource])].flatMap((resources) =>
    ['list', 'watch'].map((verb) => ({ resources, verb })),
  );
  await Promise.all(
    tried.map(async ({ resources, verb }, index) => {
      const rules = without(resources, verb);
      const choice = await asRecorder(transport, kubeconfig, rules, `without-${index}`);
      const names = (text: string, resource: string) =>
        new RegExp(`resources: \\[[^\\]]*\\b${resource}\\b[^\\]]*\\], verbs: \\[[^\\]]*${verb}`).test(text);
      const { heard } = await complaints(t, choice, {
        isEnough: (said) => resources.every((resource) => said.some((text) => names(text, resource))),
        duration: 40_000_000,
      });
      for (const resource of resources)
        t.true(
          heard.some((text) => names(text, resource)),
          `without ${verb} ${resource}: ${heard.join('; ')}`,
        );
    }),
  );
});

test.serial('with a Role in one namespace, nodes are inferred and each missing right is named', async (t) => {
  await transport.send({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'team-a' } },
  });
  const pods = '/api/v1/namespaces/team-a/pods';
  await eventually(
    () =>
      transport.send({ method: 'POST', path: pods, body: pod('web') }).then(
        () => true,
        () => false,
      ),
    (isThere) => isThere,
  );
  await eventually(
    () => transport.call<{ spec: { nodeName?: string } }>({ method: 'GET', path: `${pods}/web` }),
    ({ spec }) => spec.nodeName !== undefined,
  );
  const choice = await asRecorderOf(transport, kubeconfig, 'team-a', recorderRules());
  const selection = { namespaces: ['team-a'] };
  const { heard, file } = await eventually(
    () => complaints(t, choice, { selection, duration: 3_000_000 }),
    (said) => !said.heard.some((text) => text.includes('resource "pods"')),
  );
  for (const cluster of ['nodes', 'namespaces', 'persistentvolumes', 'priorityclasses'])
    t.true(
      heard.some((text) => new RegExp(`a ClusterRole with rules: .*\\b${cluster}\\b`).test(text)),
      cluster,
    );
  t.false(
    heard.some((text) => /a Role in/.test(text)),
    heard.join('\n'),
  );
  let header: RecordingHeader | undefined;
  const observations: Observation[] = [];
  await readRecordingFile(file, {
    header: (first) => {
      header = first;
    },
    observe: (observation) => observations.push(observation),
  });
  t.is(header?.source.nodes, 'inferred');
  const node = observations.find((each) => each.kind === 'node-added');
  t.like(node, { name: 'node-a', inferred: true, allocatable: { cpu: '100m', pods: '110' } });
});

test.serial(
  'a recorder of all namespaces with a Role of one is refused with the rule for pods',
  async (t) => {
    const choice = await asRecorderOf(transport, kubeconfig, 'default', recorderRules());
    const { heard } = await complaints(t, choice, { duration: 3_000_000 });
    t.regex(
      heard.join('\n'),
      /a ClusterRole with rules: \[\{apiGroups: \[""\], resources: \[pods\], verbs: \[list\]\}\]/,
    );
  },
);
