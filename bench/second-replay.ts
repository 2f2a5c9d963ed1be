/**
 * Measures replays of one scenario in one process: what the first one costs, and each further one, with the reads of files and the loaded modules.
 *
 * `node bench/second-replay.ts FILE` plays another scenario or a recording.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';

const [file = join(import.meta.dirname, '..', 'fixtures', 'gpu-day.yaml')] = process.argv.slice(2);
const REPLAYS = 11;

let [reads, modules] = [0, 0];
registerHooks({
  load(url, context, next) {
    modules += 1;
    return next(url, context);
  },
});

const started = process.cpuUsage();
const { STORAGES } = await import('../src/storage/index.ts');
const { localFiles } = await import('../src/storage/local/local-files.ts');
const { targetNamed } = await import('../src/targets/index.ts');
const { openPlays } = await import('../src/verbs/replay/load-play.ts');
const { replayOn } = await import('../src/verbs/replay/replay-on.ts');

STORAGES.unshift({
  ...localFiles,
  read(path, end) {
    reads += 1;
    return localFiles.read(path, end);
  },
});

let opened: Awaited<ReturnType<typeof openPlays>> | undefined;

async function replay(seed: number): Promise<void> {
  const request = { file, seed, tool: { name: 'kubectl-keg', version: '' } };
  opened ??= await openPlays(request);
  const { result } = await replayOn(targetNamed('embedded'), {}, { ...request, opened });
  if (!result) throw new Error('nothing was played');
}

console.log(`${REPLAYS} replays of ${file} in one process, a seed each`);
for (let seed = 1, before = started; seed <= REPLAYS; seed += 1) {
  [reads, modules] = seed === 1 ? [reads, modules] : [0, 0];
  await replay(seed);
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  const seconds = ((user + system) / 1e6).toFixed(2);
  console.log(
    `${String(seed).padStart(3)}${seconds.padStart(7)} s CPU${String(reads).padStart(4)} reads${String(modules).padStart(5)} modules`,
  );
}
