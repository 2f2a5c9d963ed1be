/** Runs one command line. An error becomes a message and an exit code here and nowhere else. */
import type { Interfaces } from '@oclif/core';
import { flush } from '@oclif/core/flush';
import { run } from '@oclif/core/run';
import { readPackage } from './package.ts';
import { renderError } from './render-error.ts';

/**
 * @param argv the words after the name of the program.
 * @param root the folder of package.json.
 */
export async function main(argv: readonly string[], root: string): Promise<void> {
  endQuietlyWhenTheReaderLeaves();
  try {
    const options: Interfaces.LoadOptions = { root, pjson: readPackage(root) };
    await run(asFlag(argv), options);
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
