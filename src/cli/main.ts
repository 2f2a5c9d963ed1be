/** Runs one command line. An error becomes a message and an exit code here and nowhere else. */

import type { Command } from '@oclif/core/command';
import { flush } from '@oclif/core/flush';
import { run } from '@oclif/core/run';
import { asVerb, verbFirst } from './command-line/arrange-words.ts';
import { KegCommand } from './keg-command.ts';
import { ownPlugin } from './package.ts';
import { type RenderedError, renderError } from './render-error.ts';

type LoadCommands = (first?: string) => Promise<Readonly<Record<string, Command.Class>>>;

/** The verb of kubectl's completion protocol. It stands in no help. */
const COMPLETING_VERB = '__complete';

/**
 * @param argv the words after the name of the program.
 * @param root the folder of package.json, or of the executable.
 * @param loadCommands loads the commands that a first word needs.
 */
export async function main(argv: readonly string[], root: string, loadCommands: LoadCommands): Promise<void> {
  endQuietlyWhenTheReaderLeaves();
  if (argv[0] === COMPLETING_VERB) return complete(argv.slice(1), loadCommands);
  // Node ends with 0 where nothing can happen any more, although the command still waits.
  const ends = (): void => {
    void report(new Error('the command waits for something that never comes'), argv);
  };
  process.once('beforeExit', ends);
  try {
    await runLine(asVerb(argv), root, loadCommands);
    await flush();
  } catch (error) {
    await report(error, argv);
  } finally {
    process.off('beforeExit', ends);
  }
}

async function report(error: unknown, argv: readonly string[]): Promise<void> {
  const rendered = renderError(error);
  if (rendered.text !== '') await sayError(rendered, argv);
  process.exitCode = rendered.exitCode;
}

/** The line may be refused before its own flags are read. */
async function sayError({ text, data }: RenderedError, argv: readonly string[]): Promise<void> {
  const { areLinesJson, sayLine, writeLinesAsJson } = await import('../render/terminal/stderr-line.ts');
  const words = argv.join(' ');
  if (/--log-format[= ]json\b/.test(words)) writeLinesAsJson();
  else if (process.env.KEG_LOG_FORMAT === 'json' && !words.includes('--log-format')) writeLinesAsJson();
  const { message, ...fields } = data ?? { message: text };
  sayLine('error', areLinesJson() ? message : text, fields);
}

/** Ends the process itself: a credential plugin that still runs must not hold the Tab key. */
async function complete(words: readonly string[], loadCommands: LoadCommands): Promise<void> {
  const { answerCompletion } = await import('./completion/answer-completion.ts');
  const answer = await answerCompletion(words, loadCommands);
  process.stdout.write(answer, () => process.exit());
}

async function runLine(line: readonly string[], root: string, loadCommands: LoadCommands): Promise<void> {
  KegCommand.loadAll = loadCommands;
  const commands = await loadCommands(line[0]);
  const words = await verbFirst(line, commands);
  leaveStandardInput(commands);
  const plugin = await ownPlugin(root, commands);
  try {
    await run([...words], { root, pjson: plugin.pjson, plugins: new Map([[plugin.name, plugin]]) });
  } catch (error) {
    const { explainWrongLine } = await import('./command-line/explain-wrong-line.ts');
    throw explainWrongLine(error, words, commands);
  }
}

/** Without it oclif takes the content of standard input for the name of a file that is missing. */
function leaveStandardInput(commands: Readonly<Record<string, Command.Class>>): void {
  for (const { args } of Object.values(commands)) {
    for (const arg of Object.values(args)) arg.ignoreStdin = true;
  }
}

/** Exits with 0 when the reader of stdout closes it, as in `kubectl keg report … | head`. */
function endQuietlyWhenTheReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
