/** The cluster and user are chosen by kubectl's rules. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { chooseContext } from '../../src/kubernetes/choose-context.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { serviceAccount } from '../../src/kubernetes/service-account.ts';
import { kubeconfig, temporaryFolder } from './try-cluster.ts';

const FIRST = `
current-context: one
contexts:
- {name: one, context: {cluster: c, user: u, namespace: mine}}
- {name: lost, context: {cluster: nowhere}}
clusters:
- {name: c, cluster: {server: 'https://first:6443/', certificate-authority: pki/ca.crt}}
users:
- {name: u, user: {tokenFile: /absolute/token, exec: {command: ./bin/login}}}
`;
const SECOND = `
current-context: two
contexts:
- {name: two, context: {cluster: c2, user: ''}}
- {name: one, context: {cluster: c2}}
clusters:
- {name: c, cluster: {server: 'https://shadowed'}}
- {name: c2, cluster: {server: 'http://second:8080'}}
`;

function write(t: ExecutionContext, ...texts: string[]): { folder: string; files: string[] } {
  const folder = temporaryFolder(t);
  const files = texts.map((_, index) => join(folder, `config-${index}`));
  for (const [index, file] of files.entries()) writeFileSync(file, texts[index]!);
  return { folder, files };
}

function refusal(t: ExecutionContext, choose: () => unknown): UserError {
  const error = t.throws(choose, { instanceOf: UserError });
  t.is(error?.exitCode, 3);
  return error!;
}

test('the first of several files that sets a value wins', (t) => {
  const { files } = write(t, FIRST, SECOND);
  const chosen = chooseContext({}, { KUBECONFIG: files.join(delimiter) });
  t.is(chosen?.context, 'one');
  t.is(chosen?.server, 'https://first:6443');
  t.is(chosen?.namespace, 'mine');
});

test('--context and --kubeconfig win over the files and the environment', (t) => {
  const { files } = write(t, FIRST, SECOND);
  const env = { KUBECONFIG: files.join(delimiter) };
  t.is(chooseContext({ context: 'two' }, env)?.server, 'http://second:8080');
  t.is(chooseContext({ kubeconfig: files[1] }, env)?.context, 'two');
});

test('paths, also of plugins, are relative to their file', (t) => {
  const { folder, files } = write(t, FIRST);
  const chosen = chooseContext({ kubeconfig: files[0] }, {});
  t.is(chosen?.cluster['certificate-authority'], join(folder, 'pki/ca.crt'));
  t.is(chosen?.user.tokenFile, '/absolute/token');
  t.deepEqual(chosen?.user.exec, { command: join(folder, 'bin/login') });
});

test('without KUBECONFIG the file is ~/.kube/config, and without that there is none', (t) => {
  const { folder } = write(t);
  t.is(chooseContext({}, { HOME: folder }), undefined);
  mkdirSync(join(folder, '.kube'));
  writeFileSync(join(folder, '.kube', 'config'), SECOND);
  t.is(chooseContext({}, { HOME: folder })?.context, 'two');
});

test('some files of KUBECONFIG may be missing, but not all', (t) => {
  const { files } = write(t, SECOND);
  t.is(chooseContext({}, { KUBECONFIG: `/missing${delimiter}${files[0]}` })?.context, 'two');
  t.regex(refusal(t, () => chooseContext({}, { KUBECONFIG: '/missing' })).message, /no kubeconfig \/missing/);
});

test('a kubeconfig that is named must exist', (t) => {
  const { message, next } = refusal(t, () => chooseContext({ kubeconfig: '/missing' }, {}));
  t.is(message, 'there is no kubeconfig /missing');
  t.is(next, 'check --kubeconfig');
});

test('the error of an unknown context suggests a close one, or lists all', (t) => {
  const { files } = write(t, FIRST.replaceAll('one', 'production'));
  t.is(
    refusal(t, () => chooseContext({ kubeconfig: files[0], context: 'producton' }, {})).next,
    'did you mean production?',
  );
  t.is(
    refusal(t, () => chooseContext({ kubeconfig: files[0], context: 'x' }, {})).next,
    'there is production, lost',
  );
});

test('the error of a missing current context lists the contexts', (t) => {
  const { files } = write(t, SECOND.replace('current-context: two', ''));
  const { message, next } = refusal(t, () => chooseContext({ kubeconfig: files[0] }, {}));
  t.is(message, `${files[0]} has no current context`);
  t.is(next, 'use --context with two, one');
});

test('a context without a cluster, a bad server and a bad file are errors', (t) => {
  const { files } = write(t, FIRST, SECOND.replace('http://second:8080', 'ftp://second:8080'), '{', '- a');
  const [first, second, torn, list] = files;
  t.regex(
    refusal(t, () => chooseContext({ kubeconfig: first, context: 'lost' }, {})).message,
    /cluster.*nowhere/,
  );
  t.regex(
    refusal(t, () => chooseContext({ kubeconfig: second }, {})).message,
    /needs a server that starts with/,
  );
  t.regex(refusal(t, () => chooseContext({ kubeconfig: torn }, {})).message, /can't be read as a kubeconfig/);
  t.regex(refusal(t, () => chooseContext({ kubeconfig: list }, {})).message, /it is not a mapping/);
});

test('unused entries may be broken', (t) => {
  const { files } = write(t, `${SECOND}users: [{name: broken}, 7]\n`);
  t.is(chooseContext({ kubeconfig: files[0] }, {})?.context, 'two');
});

test('impersonation comes from the flags, else from the kubeconfig', async (t) => {
  const user = {
    as: 'her',
    'as-uid': '7',
    'as-groups': ['a', 'b'],
    'as-user-extra': { 'example.com/Why': ['test'] },
  };
  const file = kubeconfig(t, { server: 'http://127.0.0.1:1', user });
  const headers = async (choice: object): Promise<object> =>
    (await (await connectionOf({ kubeconfig: file, ...choice })).credentials()).headers;
  t.deepEqual(await headers({}), {
    'impersonate-user': 'her',
    'impersonate-group': ['a', 'b'],
    'impersonate-uid': '7',
    'impersonate-extra-example.com%2fwhy': ['test'],
  });
  t.deepEqual(await headers({ as: 'him', asGroups: ['c'], asUid: '8' }), {
    'impersonate-user': 'him',
    'impersonate-group': ['c'],
    'impersonate-uid': '8',
    'impersonate-extra-example.com%2fwhy': ['test'],
  });
});

test('--as-group and --as-uid need --as', async (t) => {
  const file = kubeconfig(t, { server: 'http://127.0.0.1:1' });
  for (const choice of [{ asGroups: ['c'] }, { asUid: '7' }]) {
    const error = await t.throwsAsync(connectionOf({ kubeconfig: file, ...choice }), {
      instanceOf: UserError,
    });
    t.is(error.message, '--as-group and --as-uid need --as');
    t.is(error.exitCode, 2);
  }
});

test('flags name a cluster without any kubeconfig', (t) => {
  const { folder } = write(t);
  const chosen = chooseContext({ server: 'first:8080', namespace: 'mine' }, { HOME: folder });
  t.like(chosen, { context: '', server: 'http://first:8080', namespace: 'mine' });
});

test('the error of an unknown user or cluster lists those that there are', (t) => {
  const { files } = write(t, FIRST);
  const next = (choice: object) =>
    refusal(t, () => chooseContext({ kubeconfig: files[0], ...choice }, {})).next;
  t.is(next({ user: 'me' }), 'there is u');
  t.is(next({ cluster: 'other' }), 'there is c');
});

test('in a pod its service account names the cluster', (t) => {
  const { folder } = write(t);
  const environment = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  t.is(serviceAccount(environment, folder), undefined);
  writeFileSync(join(folder, 'token'), 'T');
  writeFileSync(join(folder, 'namespace'), 'mine\n');
  const account = serviceAccount(environment, folder);
  t.is(account?.clusters.get('in-cluster')?.server, 'https://[fd00::1]:443');
  t.is(account?.contexts.get('in-cluster')?.namespace, 'mine');
  t.is(serviceAccount({}, folder), undefined);
});

test('a name that is twice in one file is refused, as kubectl does', (t) => {
  const twice = FIRST.replace('clusters:', "clusters:\n- {name: c, cluster: {server: 'https://other'}}");
  const { files } = write(t, twice);
  const error = refusal(t, () => chooseContext({ kubeconfig: files[0] }));
  t.regex(error.message, /two of its clusters have the name "c"/);
});
