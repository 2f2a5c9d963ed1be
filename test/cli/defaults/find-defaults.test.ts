/** Defaults of flags from variables of the environment and from the configuration file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadCommands } from '../../../commands/index.ts';
import type { CommandClass } from '../../../src/cli/command-line/command-shape.ts';
import { findDefaults } from '../../../src/cli/defaults/find-defaults.ts';
import { hasSeveralMeanings, variablesOf } from '../../../src/cli/defaults/variable-names.ts';
import { formatPosition, UserError } from '../../../src/core/errors/user-error.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const COMMANDS: Readonly<Record<string, CommandClass>> = await loadCommands();

async function defaults(
  id: string,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, readonly [unknown, string]>> {
  const { flags, baseFlags } = COMMANDS[id]!;
  const allCommands = async () => COMMANDS;
  const found = await findDefaults({ id, flags: { ...flags, ...baseFlags }, allCommands, environment });
  return Object.fromEntries([...found].map(([name, { value, origin }]) => [name, [value, origin] as const]));
}

function fileOf(t: ExecutionContext, text: string): string {
  const file = join(temporaryFolder(t), 'config.yaml');
  writeFileSync(file, text);
  return file;
}

async function refusal(t: ExecutionContext, id: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const error = await t.throwsAsync(defaults(id, environment), { instanceOf: UserError });
  t.is(error.exitCode, 2);
  const place = error.position ? `${formatPosition(error.position).replace(/^.*\//, '')}: ` : '';
  return `${place}${error.message}`;
}

test('a variable wins over the file, and what is for one command over what is for all', async (t) => {
  const file = fileOf(t, 'speed: 2x\nseed: 7\ncontext: file\nreplay:\n  seed: 8\n  context: own\n');
  const environment = { KEG_CONFIG: file, KEG_SPEED: '3x', KEG_REPLAY_SPEED: '4x', KEG_CONTEXT: 'all' };
  t.deepEqual(await defaults('replay', environment), {
    speed: ['4x', 'KEG_REPLAY_SPEED'],
    seed: [8, `${file}:5:9`],
    context: [['all'], 'KEG_CONTEXT'],
  });
  t.deepEqual(await defaults('fit', { KEG_CONFIG: file }), { seed: [7, `${file}:2:7`] });
});

test('the file is that of KEG_CONFIG, else that of the user', async (t) => {
  const home = temporaryFolder(t);
  const folder = join(home, '.config', 'kubectl-keg');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), '# mine\nseed: 5\n');
  t.like(await defaults('fit', { HOME: home }), { seed: { 0: 5 } });
  t.like(await defaults('fit', { XDG_CONFIG_HOME: join(home, '.config') }), { seed: { 0: 5 } });
  t.deepEqual(await defaults('fit', { HOME: home, KEG_CONFIG: fileOf(t, '# nothing\n') }), {});
  t.is(await refusal(t, 'fit', { KEG_CONFIG: '/missing' }), 'there is no file /missing');
});

test('values are read as they are written, lists and booleans too', async (t) => {
  const file = fileOf(
    t,
    'kubernetes-version: 1.30\nprobe: false\nas-group: [a, b]\ncluster: {status: {output: json}}\n',
  );
  t.like(await defaults('replay', { KEG_CONFIG: file }), {
    'kubernetes-version': { 0: '1.30' },
    probe: { 0: false },
    'as-group': { 0: ['a', 'b'] },
  });
  t.like(await defaults('cluster:status', { KEG_CONFIG: file }), { output: { 0: 'json' } });
  t.like(await defaults('record', { KEG_KEEP_NAMES: 'True', KEG_NAMESPACE: 'a' }), {
    'keep-names': { 0: true },
    namespace: { 0: ['a'] },
  });
});

test('an empty variable counts as none', async (t) => {
  t.deepEqual(await defaults('replay', { KEG_SPEED: '' }), {});
});

test('a format for all commands reaches those that have it, and no file', async (t) => {
  const environment = { KEG_OUTPUT: 'table' };
  t.like(await defaults('report', environment), { output: { 0: 'table' } });
  for (const id of ['replay', 'fit'])
    t.like(await defaults(id, environment), { output: { 0: ['table'] } }, id);
  for (const id of ['record', 'import', 'import:openb', 'generate', 'export', 'version'])
    t.deepEqual(await defaults(id, environment), {}, id);
  t.like(await defaults('record', { KEG_RECORD_OUTPUT: 'a.jsonl' }), { output: { 0: 'a.jsonl' } });
  t.regex(await refusal(t, 'report', { KEG_OUTPUT: 'tabel' }), /^KEG_OUTPUT: tabel is not one of table, /);
});

test('a value that a flag does not take is refused with its place', async (t) => {
  t.regex(
    await refusal(t, 'fit', { KEG_SEED: 'x' }),
    /^KEG_SEED: x does not fit --seed: expected an integer/,
  );
  t.is(
    await refusal(t, 'replay', { KEG_REPLAY_KEEP: 'maybe' }),
    'KEG_REPLAY_KEEP: maybe is neither true nor false, which --keep takes',
  );
  const inFile = (text: string) => refusal(t, 'replay', { KEG_CONFIG: fileOf(t, text) });
  t.is(await inFile('seed: [1, 2]\n'), 'config.yaml:1:7: --seed takes one value, not 2');
  t.is(await inFile('context:\n'), 'config.yaml:1:9: context needs a value');
});

test('keys that are neither flags nor commands are refused with their place', async (t) => {
  const inFile = (text: string) => refusal(t, 'version', { KEG_CONFIG: fileOf(t, text) });
  t.is(await inFile('seed: 1\nsped: 2x\n'), 'config.yaml:2:1: sped is neither a flag nor a command');
  t.is(await inFile('replay:\n  speed: 2x\n  gate: off\n'), 'config.yaml:3:3: gate is no flag of replay');
  t.is(await inFile('repaly: {}\n'), 'config.yaml:1:1: repaly is neither a flag nor a command');
  t.regex(await inFile('- speed\n'), /^config.yaml:1:1: defaults are names of flags/);
  t.regex(await inFile('speed: {\n'), /^config.yaml:\d+:\d+: /);
});

test('a flag of several meanings is refused where it stands for all commands', async (t) => {
  const error = await t.throwsAsync(
    defaults('replay', { KEG_CONFIG: fileOf(t, 'seed: 1\nto: 8h\nreplay:\n  to: 9h\n') }),
    { instanceOf: UserError },
  );
  t.is(error.message, 'to means different things in different commands');
  t.like(error, {
    position: { line: 2, column: 1 },
    next: 'write it below the one that you mean: export, replay, report, size',
  });
  for (const name of ['from', 'keep', 'nodes', 'duration', 'at', 'strict'])
    t.regex(
      await refusal(t, 'version', { KEG_CONFIG: fileOf(t, `${name}: 1h\n`) }),
      /^config.yaml:1:1: \w+ means different things/,
    );
  const inVariable = await t.throwsAsync(defaults('record', { KEG_DURATION: '2h' }), {
    instanceOf: UserError,
  });
  t.is(inVariable.message, 'KEG_DURATION: --duration means different things in different commands');
  t.is(inVariable.next, 'set KEG_RECORD_DURATION for this command, and unset KEG_DURATION');
  t.like(await defaults('record', { KEG_RECORD_DURATION: '2h' }), { duration: { 0: '2h' } });
  t.deepEqual(await defaults('version', { KEG_DURATION: '2h' }), {});
});

/** Flags that several commands describe in other words, though they mean the same. */
const SAME_MEANING: ReadonlySet<string> = new Set([
  'all-namespaces',
  'amplify',
  'by',
  'context',
  'dry-run',
  'keep-names',
  'kubernetes-version',
  'namespace',
  'nodes-scale',
  'output',
  'pseudonymise',
  'recording',
  'scheduler-config',
  'seed',
  'seeds',
  'speed',
]);

test('a flag that commands describe differently is known to mean the same or not', (t) => {
  const words = new Map<string, Set<string | undefined>>();
  for (const { flags } of Object.values(COMMANDS))
    for (const [name, { description }] of Object.entries(flags))
      words.set(name, (words.get(name) ?? new Set()).add(description));
  const different = [...words].filter(([, said]) => said.size > 1).map(([name]) => name);
  t.deepEqual(
    different.filter((name) => !SAME_MEANING.has(name) && !hasSeveralMeanings(name)),
    [],
  );
});

test('help names the variable of every flag, and no two flags share one by chance', (t) => {
  const owners = new Map<string, string>();
  for (const [id, { flags, baseFlags }] of Object.entries(COMMANDS)) {
    for (const [name, flag] of Object.entries({ ...baseFlags, ...flags })) {
      const [own, general] = variablesOf(id, name, flag);
      t.is(flag.env, general ?? own, `${id} --${name}`);
      for (const [variable, owner] of [
        [own, `${id} --${name}`],
        [general, `--${name}`],
      ] as const) {
        if (variable === undefined) continue;
        t.is(owners.get(variable) ?? owner, owner, variable);
        owners.set(variable, owner);
      }
    }
  }
});

test('a variable for all commands means the same in each of them', (t) => {
  const kinds = new Map<string, Set<string>>();
  for (const [id, { flags, baseFlags }] of Object.entries(COMMANDS)) {
    for (const [name, flag] of Object.entries({ ...flags, ...baseFlags })) {
      const [, general] = variablesOf(id, name, flag);
      if (general === undefined || name === 'output') continue;
      const kind = `${flag.type} ${flag.type === 'option' && flag.options !== undefined}`;
      kinds.set(general, (kinds.get(general) ?? new Set()).add(kind));
    }
  }
  t.true(kinds.size > 50);
  for (const [variable, meanings] of kinds) t.is(meanings.size, 1, variable);
});

test('a flag with several meanings takes the default of one command only', async (t) => {
  const environment = { KEG_EXPORT_TO: 'kwok', KEG_REPLAY_FROM: '8h' };
  t.deepEqual(Object.keys(await defaults('replay', environment)), ['from']);
  const file = fileOf(t, 'export:\n  to: kwok\nreplay:\n  to: 8h\n');
  t.like(await defaults('export', { KEG_CONFIG: file }), { to: { 0: 'kwok' } });
});
