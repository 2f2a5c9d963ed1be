/** `kubectl keg version`: one line, or data. */
import test from 'ava';
import packageJson from '../../package.json' with { type: 'json' };
import { runLine } from './run-line.ts';

const { version } = packageJson;

test.serial('version, --version and -v print the same line', async (t) => {
  const { code, stdout } = await runLine(['version']);
  t.is(code, 0);
  t.is(
    stdout,
    `kubectl keg ${version} (${process.platform}-${process.arch}, Node ${process.versions.node}, models kube-scheduler 1.30 to 1.37)\n`,
  );
  for (const word of ['--version', '-v']) t.is((await runLine([word])).stdout, stdout);
});

test.serial('version -o json and -o yaml are data', async (t) => {
  const { stdout } = await runLine(['version', '-o', 'json']);
  t.like(JSON.parse(stdout), { version, node: process.versions.node, apiVersion: 'keg.dev/v1alpha1' });
  t.regex((await runLine(['--version', '-o', 'yaml'])).stdout, new RegExp(`^version: "?${version}"?\n`));
});
