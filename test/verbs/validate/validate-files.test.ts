/** Checking files one by one, as a service. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { type ValidatedFile, validateFiles } from '../../../src/verbs/validate/validate-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const GOOD = `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: a, template: {allocatable: {cpu: 2}}}]}
templates: {small: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
events: {pods: [{name: p, arrivalTime: 1s, template: small}]}
`;
const OLD = `metadata: {name: old}
events:
  pods:
    - arrivalTime: 1s
      evictTime: 5s
      podSpec: {metadata: {name: p}, spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}
`;

async function all(files: readonly string[]): Promise<ValidatedFile[]> {
  const results: ValidatedFile[] = [];
  for await (const result of validateFiles(files)) results.push(result);
  return results;
}

async function validated(t: ExecutionContext, ...texts: readonly string[]): Promise<ValidatedFile[]> {
  const folder = temporaryFolder(t);
  const files = texts.map((text, index) => {
    const path = join(folder, `${index}.yaml`);
    writeFileSync(path, text);
    return path;
  });
  return all(files);
}

test('a good file has no problems, and its form is named', async (t) => {
  const [result] = await validated(t, GOOD);
  t.like(result, { errors: 0, warnings: 0 });
  t.deepEqual(result!.problems, []);
  t.is(typeof result!.form, 'string');
});

test('a file of the original tool is named as such', async (t) => {
  const [good, old] = await validated(t, GOOD, OLD);
  t.is(old!.errors, 0);
  t.not(old!.form, good!.form);
  t.regex(old!.form!, /kube-event-generator/);
});

test('every file is checked, whatever is wrong with the one before', async (t) => {
  const results = await validated(t, '{', `${GOOD}sed: 1\n`, GOOD);
  t.deepEqual(
    results.map(({ errors, warnings }) => [errors > 0, warnings]),
    [
      [true, 0],
      [false, 1],
      [false, 0],
    ],
  );
  t.is(results[0]!.form, undefined);
});

test('all problems of a file are listed with their lines, in the order of the file', async (t) => {
  const [result] = await validated(
    t,
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
seed: minus
duration: long
cluster: {nodes: [{name: a, count: -1, template: {allocatable: {cpu: 2}}}]}
`,
  );
  t.is(result!.errors, 3);
  t.deepEqual(
    result!.problems.map(({ position }) => position?.line),
    [3, 4, 5],
  );
});

test('a file that cannot be read at all ends it', async (t) => {
  await t.throwsAsync(() => all(['none.yaml']), {
    instanceOf: UserError,
    message: /^there is no file none\.yaml/,
  });
});

test('another version than that of the rules is noted, and the note is no warning', async (t) => {
  const versioned = (version: string) =>
    GOOD.replace('cluster: {', `cluster: {kubernetesVersion: "${version}", `);
  const [older, same] = await validated(t, versioned('1.32'), versioned('1.37'));
  t.regex(older?.note ?? '', /rules of Kubernetes 1\.37; the scheduler has those of 1\.32/);
  t.is(older?.warnings, 0);
  t.is(same?.note, undefined);
});
