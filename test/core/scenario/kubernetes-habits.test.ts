/** A scenario may be written as Kubernetes' own YAML: merge keys, nulls for absent fields, YAML 1.1 booleans, numbers out of range. */
import test from 'ava';
import { withoutNulls } from '../../../src/core/importers/objects/loose-json.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { parsePositionedYaml } from '../../../src/core/scenario/positioned-yaml.ts';
import fc from '../../seeded-properties.ts';
import { sharedText, testWithShared } from '../../shared.ts';

const load = (text: string) => loadScenario(text, 'a.yaml');
const dataOf = (text: string) => parsePositionedYaml(text, 'a.yaml').document?.data;
const messagesOf = (text: string) => load(text).problems.map(({ message }) => message);

const scenarioWith = (spec: string, metadata = '{}') =>
  `cluster: {nodes: [{name: a, template: {allocatable: {cpu: 4, memory: 16Gi}}}]}
events: {pods: [{name: p, arrivalTime: 0s, podSpec: {metadata: ${metadata}, spec: ${spec}}}]}\n`;
const podOf = (spec: string, metadata?: string) => {
  const { scenario, problems } = load(scenarioWith(spec, metadata));
  if (!scenario) throw new Error(problems.map(({ message }) => message).join('\n'));
  const [pod] = scenario.pods;
  return withoutNulls(JSON.parse(JSON.stringify(pod && 'template' in pod ? pod.template : {}))) as {
    readonly metadata?: { readonly labels?: object };
  };
};

testWithShared('the reported files with nulls and merge keys are right', (t) => {
  for (const name of ['15-nulls', '23-merge-key']) {
    t.deepEqual(messagesOf(sharedText(`cases/reports/${name}.yaml`)), [], name);
  }
});

test('memory that is no whole number of bytes is a warning with what counts', (t) => {
  const messageOf = (memory: string) =>
    messagesOf(scenarioWith(`{containers: [{name: m, resources: {requests: {memory: ${memory}}}}]}`)).map(
      (message) => message.replace(/^.*memory: /, ''),
    );
  t.deepEqual(messageOf('512m'), ['512m is a fraction of a byte: is 512M meant?']);
  t.deepEqual(messageOf('1.1Gi'), ['1.1Gi is no whole number of bytes: it counts as 1181116007']);
  t.deepEqual(messageOf('1.5Gi'), []);
});

/** Every optional field of a pod in which templates leave values empty. */
const NULLABLE = [
  ...['priorityClassName', 'schedulerName', 'hostNetwork', 'nodeName', 'nodeSelector', 'tolerations'],
  ...['affinity', 'restartPolicy', 'priority', 'preemptionPolicy', 'runtimeClassName', 'volumes'],
  ...['schedulingGates', 'topologySpreadConstraints', 'overhead', 'resources', 'initContainers'],
  ...['terminationGracePeriodSeconds', 'resourceClaims', 'serviceAccountName', 'dnsPolicy', 'hostAliases'],
];

test('a null is an absent field, in every field of a pod and its container', (t) => {
  const plain = podOf('{containers: [{name: main}]}');
  for (const field of NULLABLE) {
    t.deepEqual(podOf(`{${field}: null, containers: [{name: main}]}`), plain, field);
  }
  for (const field of ['image', 'resources', 'ports', 'env', 'command', 'restartPolicy']) {
    t.deepEqual(podOf(`{containers: [{name: main, ${field}: }]}`), plain, field);
  }
});

test('a null for a label is empty text, and a null for a required field is a missing one', (t) => {
  t.deepEqual(podOf('{containers: [{name: m}]}', '{labels: {app: }}').metadata?.labels, { app: '' });
  t.regex(messagesOf(scenarioWith('{containers: }'))[0]!, /containers: missing/);
  t.regex(messagesOf('duration:\n')[0]!, /null is not a duration/, 'a key of keg itself needs a value');
});

test('a merge key adds what the map lacks, from one map or several', (t) => {
  t.deepEqual(dataOf('a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}\n'), { a: { x: 1, y: 1 }, b: { x: 1, y: 2 } });
  t.like(dataOf('a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {y: 3, <<: [*b, *a], z: 4}\n'), {
    c: { x: 2, y: 3, z: 4 },
  });
  t.deepEqual(dataOf('{<<: {x: 1}}'), { x: 1 });
  t.deepEqual(dataOf('{"<<": {x: 1}}'), { '<<': { x: 1 } }, 'in quotes it is a key');
});

test('a merge key without a map is refused, and merged values keep their places', (t) => {
  t.regex(parsePositionedYaml('{<<: 5}', 'a').problems?.[0]?.message ?? '', /needs a map/);
  const { document } = parsePositionedYaml('a: &a\n  x: 1\nb:\n  <<: *a\n', 'a');
  t.is(document?.positionOf(['b', 'x']).line, 2);
});

test('a merge of any maps equals the maps spread one over the other', (t) => {
  const map = fc.dictionary(fc.constantFrom('k1', 'k2', 'k3', 'k4'), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(map, { minLength: 1, maxLength: 4 }), map, (bases, own) => {
      const anchors = bases.map((base, index) => `b${index}: &b${index} ${JSON.stringify(base)}`);
      const merged = `[${bases.map((_, index) => `*b${index}`).join(', ')}]`;
      const fields = Object.entries(own).map(([key, value]) => `, ${key}: ${value}`);
      const text = `${anchors.join('\n')}\nresult: {<<: ${merged}${fields.join('')}}\n`;
      const { result } = dataOf(text) as { result: Record<string, number> };
      const expected = Object.assign({}, ...[...bases].reverse(), own) as Record<string, number>;
      t.deepEqual(Object.entries(result).sort(), Object.entries(expected).sort());
    }),
    { numRuns: 50 },
  );
});

test('the words of YAML 1.1 are booleans where the API has one, unless they are in quotes', (t) => {
  for (const [word, value] of Object.entries({
    yes: true,
    On: true,
    y: true,
    no: false,
    OFF: false,
    n: false,
  })) {
    t.deepEqual(dataOf(`{hostNetwork: ${word}, name: ${word}}`), { hostNetwork: value, name: word });
    t.deepEqual(dataOf(`{hostNetwork: "${word}"}`), { hostNetwork: word });
  }
});

test('numbers are read as Go reads them: out of range as text, with underscores, octal', (t) => {
  const read = dataOf('[1234e567, -1e999, 1e3, 0.5, 1_000, 010, 0x10, 12, .5]');
  t.deepEqual(read, ['1234e567', '-1e999', 1000, 0.5, 1000, 8, 16, 12, 0.5]);
});

test('an unquoted version gets the advice to write it in quotes', (t) => {
  t.regex(messagesOf('cluster: {kubernetesVersion: 1.30}')[0]!, /write it in quotes: "1.30"/);
  t.deepEqual(
    messagesOf('cluster: {kubernetesVersion: "1.30"}').filter((each) => /version/i.test(each)),
    [],
  );
  t.regex(messagesOf(scenarioWith('{containers: [{name: m, image: 1.30}]}'))[0]!, /write it in quotes/);
  t.regex(messagesOf(scenarioWith('{containers: [{name: m}]}', '{labels: {v: 1.30}}'))[0]!, /in quotes/);
});

test('separators before and after the scenario do not count, a second scenario does', (t) => {
  for (const text of [
    '---\n{duration: 1m}\n',
    '{duration: 1m}\n---\n',
    '# c\n---\n{duration: 1m}\n...\n---\n# c\n',
  ])
    t.deepEqual(parsePositionedYaml(text, 'a').document?.data, { duration: '1m' });
  t.regex(messagesOf('{duration: 1m}\n---\n{duration: 2m}\n')[0]!, /a second YAML document/);
});
