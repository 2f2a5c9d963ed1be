/** The workflows of GitHub name scripts and files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { PLATFORMS } from '../release/platforms.ts';

const ROOT = join(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github', 'workflows');

interface Workflow {
  readonly on: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix: { readonly include?: readonly Readonly<Record<string, string>>[] } };
  readonly steps: readonly Step[];
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

const files = readdirSync(WORKFLOWS);

for (const file of files) {
  const workflow = parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test(`${file}: every step runs a command or an action of a named version`, (t) => {
    t.true(steps.length > 0);
    for (const step of steps) t.regex(step.run ?? step.uses ?? '', step.uses ? /@v\d+(\.\d+\.\d+)?$/ : /^\S/);
  });

  test(`${file}: every command is a script of package.json, npm ci or a file`, (t) => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    for (const { run } of steps) {
      if (run === undefined || run.startsWith('npm ci')) continue;
      const script = /^npm run (\S+)$/.exec(run)?.[1];
      t.true(script === undefined ? existsSync(join(ROOT, run)) : script in scripts, run);
    }
  });
}

const release = parse(readFileSync(join(WORKFLOWS, 'release.yml'), 'utf8')) as Workflow;

test('a release is run on every platform that it is built for, before it is published', (t) => {
  const tried = release.jobs.try?.strategy?.matrix.include ?? [];
  t.deepEqual(
    tried.map(({ os, arch }) => `${os}/${arch}`).sort(),
    PLATFORMS.map(({ os, arch }) => `${os}/${arch}`).sort(),
  );
  t.deepEqual(release.jobs.publish?.needs, ['same-sums', 'try']);
});

test('the workflow signs with the version of rcodesign that the release asks for', (t) => {
  const asked = /RCODESIGN_VERSION = '([^']+)'/.exec(
    readFileSync(join(ROOT, 'release', 'sign-for-macos.ts'), 'utf8'),
  )?.[1];
  const installed = readFileSync(join(ROOT, '.ci', 'install-rcodesign'), 'utf8');
  t.true(asked !== undefined && installed.includes(`--version ${asked} `));
});
