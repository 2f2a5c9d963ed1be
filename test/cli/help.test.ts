/** The help of every command: examples as a user of kubectl types them, flags with a description, and lines that fit the terminal. */
import test from 'ava';
import { loadCommands } from '../../commands/index.ts';
import { keg } from './run-keg.ts';

const COMMANDS = await loadCommands();

for (const [id, command] of Object.entries(COMMANDS)) {
  const words = id.split(':');
  test(`${words.join(' ')} --help has examples and fits 80 and 120 columns`, async (t) => {
    for (const columns of [80, 120]) {
      const env = { COLUMNS: String(columns), OCLIF_COLUMNS: String(columns) };
      const { code, stdout, stderr } = await keg([...words, '--help'], { env });
      t.is(code, 0, stderr);
      const examples = stdout.slice(stdout.indexOf('EXAMPLES'));
      t.true(examples.split(new RegExp(`\\$ kubectl keg ${words.join(' ')}[ \\n]`)).length > 2, examples);
      t.notRegex(stdout, /<%=|kubectl-keg |undefined|\[object|\| ?\]/);
      t.regex(stdout, /--log-format/);
      const prose = stdout.slice(0, stdout.indexOf('EXAMPLES')).split('\n');
      t.deepEqual(
        prose.filter((line) => [...line].length > columns),
        [],
      );
    }
  });

  test(`${words.join(' ')} describes itself, its arguments and its flags`, (t) => {
    t.regex(command.summary, /^[A-Z].*[^.]$/);
    t.regex(command.description, /^[A-Z-].*\.$/s);
    t.true(command.examples.length >= 2);
    const { args, flags } = command as { args?: object; flags: object };
    for (const [name, { description }] of Object.entries({ ...args, ...flags }) as [
      string,
      { description?: string },
    ][]) {
      t.regex(description ?? '', /^[^.]{3,}[^.]$|^[^A-Z].*[^.]$/s, name);
    }
  });
}

test('every command that writes a file has --force, in the same words', (t) => {
  const writers = ['fit', 'generate', 'import', 'import:openb', 'record', 'replay', 'report'] as const;
  for (const id of writers) t.is(COMMANDS[id].flags.force.description, 'replace files that exist');
});
