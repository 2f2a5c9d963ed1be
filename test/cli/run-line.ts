/** Runs one command line in this process, which costs milliseconds. Its tests are serial: streams, exit code and folder belong to the process. */
import { loadCommands } from '../../commands/index.ts';
import { main } from '../../src/cli/main.ts';
import { type Finished, ROOT } from './run-keg.ts';

export async function runLine(argv: readonly string[], folder?: string): Promise<Finished> {
  const before = process.cwd();
  const streams = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const write = process[name].write;
    process[name].write = ((text: string | Uint8Array) => {
      streams[name] += text.toString();
      return true;
    }) as typeof write;
    return () => {
      process[name].write = write;
    };
  });
  // Every run adds a listener to the streams of the process.
  process.stdout.setMaxListeners(0);
  if (folder !== undefined) process.chdir(folder);
  try {
    await main(argv, ROOT, loadCommands);
    return { ...streams, code: Number(process.exitCode ?? 0) };
  } finally {
    process.chdir(before);
    for (const undo of restore) undo();
    process.exitCode = 0;
  }
}
