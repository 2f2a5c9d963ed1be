/** The workflows of GitHub name scripts and files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');
const WORKFLOWS = join(ROOT, '.github', 'workflows');

interface Workflow {
  readonly on: object;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

const files = readdirSync(WORKFLOWS);

for (const file of files) {
  const workflow = parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test(`${file}: every step runs a command or an action of an exact major version`, (t) => {
    t.true(steps.length > 0);
    for (const step of steps) t.regex(step.run ?? step.uses ?? '', step.uses ? /@v\d+$/ : /^\S/);
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
