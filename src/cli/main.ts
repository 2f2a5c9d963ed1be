/** Runs one command line. An error becomes a message and an exit code here and nowhere else. */

import type { Command } from '@oclif/core/command';
import { flush } from '@oclif/core/flush';
import { run } from '@oclif/core/run';
import { ownPlugin } from './package.ts';
import { renderError } from './render-error.ts';

/**
 * @param argv the words after the name of the program.
 * @param root the folder of package.json, or of the executable.
 * @param loadCommands loads the commands that a first word needs.
 */
export async function main(
  argv: readonly string[],
  root: string,
  loadCommands: (first?: string) => Promise<Readonly<Record<string, Command.Class>>>,
): Promise<void> {
  endQuietlyWhenTheReaderLeaves();
  try {
    const words = asFlag(argv);
    const plugin = await ownPlugin(root, await loadCommands(words[0]));
    await run(words, { root, pjson: plugin.pjson, plugins: new Map([[plugin.name, plugin]]) });
    await flush();
  } catch (error) {
    const rendered = renderError(error);
    if (rendered.text !== '') process.stderr.write(rendered.text);
    process.exitCode = rendered.exitCode;
  }
}

/** `kubectl keg help replay` is `kubectl keg replay --help`, as in kubectl. */
function asFlag(argv: readonly string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv];
}

/** Exits with 0 when the reader of stdout closes it, as in `kubectl keg report … | head`. */
function endQuietlyWhenTheReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
