/** Names for the Tab key: of the cluster that the flags choose, else of the defaults of flags. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadCommands } from '../../../commands/index.ts';
import { knownValues } from '../../../src/cli/completion/known-values.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const known = knownValues(loadCommands);

function kubeconfigWith(t: ExecutionContext, context: string): string {
  const file = join(temporaryFolder(t), 'config');
  writeFileSync(file, JSON.stringify({ contexts: [{ name: context, context: {} }] }));
  return file;
}

async function contexts(given: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const found = await known('contexts', new Map(Object.entries(given)), 'cluster:status');
  return found.map(({ value }) => value);
}

test.serial('a flag chooses the kubeconfig, else its variable', async (t) => {
  process.env.KEG_KUBECONFIG = kubeconfigWith(t, 'by-variable');
  t.teardown(() => {
    delete process.env.KEG_KUBECONFIG;
  });
  t.deepEqual(await contexts({}), ['by-variable']);
  t.deepEqual(await contexts({ kubeconfig: [kubeconfigWith(t, 'by-flag')] }), ['by-flag']);
});

test.serial('nothing is offered where the kubeconfig is missing or cannot be read', async (t) => {
  const file = join(temporaryFolder(t), 'config');
  t.deepEqual(await contexts({ kubeconfig: [file] }), []);
  writeFileSync(file, '{');
  t.deepEqual(await contexts({ kubeconfig: [file] }), []);
});

test.serial('plugins, versions and formats need no cluster', async (t) => {
  const values = async (kind: 'weights' | 'kubernetes-versions' | 'formats'): Promise<readonly string[]> =>
    (await known(kind, new Map(), 'replay')).map(({ value }) => value);
  t.true((await values('weights')).includes('NodeResourcesFit='));
  t.true((await values('kubernetes-versions')).includes('1.36'));
  t.true((await values('formats')).includes('json'));
});
