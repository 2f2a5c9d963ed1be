/** `--seeds N` plays N seeds and measures each as a replay of its own. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { TARGETS } from '../../../src/targets/index.ts';
import { openPlays } from '../../../src/verbs/replay/load-play.ts';
import { replaySeeds } from '../../../src/verbs/replay/replay-seeds.ts';
import { replayEmbedded } from './replay-embedded.ts';

const file = join(import.meta.dirname, '../../../fixtures/gpu-day.yaml');
const REQUEST = {
  file,
  duration: 1800e6,
  tool: { name: 'kubectl-keg', version: '0.0.0' },
  seeds: 3,
};
const EMBEDDED = TARGETS[0]!;

test('the seeds follow the first one, and each has the figures of its own replay', async (t) => {
  const replays = await replaySeeds(EMBEDDED, {}, REQUEST);
  t.deepEqual(
    replays.map(({ seed }) => seed),
    [7, 8, 9],
  );
  const alone = await replayEmbedded({ file, duration: 1800e6, seed: 9, tool: REQUEST.tool });
  t.deepEqual(replays[2]!.figures, alone.figures);
  t.true(alone.figures.recording.source.drawn);
});

test('a file that is open is played again without being there any more', async (t) => {
  const path = join(mkdtempSync(join(tmpdir(), 'keg-open-')), 'day.yaml');
  copyFileSync(file, path);
  const opened = await openPlays({ file: path });
  rmSync(path);
  const request = { file: path, opened, duration: 1800e6, tool: REQUEST.tool };
  const [first, second] = [await replayEmbedded(request), await replayEmbedded(request)];
  t.deepEqual(second.figures, first.figures);
  const fewer = await replayEmbedded({ ...request, nodesScale: '0.5' });
  t.true(fewer.figures.nodes.length < first.figures.nodes.length);
});

test('what several seeds warn of is shown once', async (t) => {
  const codes: string[] = [];
  const show = {
    inform() {},
    doing() {},
    warn: (problems: readonly { readonly code: string }[]) => {
      codes.push(...problems.map(({ code }) => code));
    },
  };
  await replaySeeds(EMBEDDED, {}, { ...REQUEST, nodes: ['g2=2'], show });
  t.deepEqual(codes, ['other-node-counts']);
});

test('a signal ends short replays after the seed that is played', async (t) => {
  const { signal, abort } = stopSoon();
  const doing = (what: string) => void (what === 'seed 2 of 6' && abort());
  const show = { inform() {}, doing, warn() {} };
  const replays = await replaySeeds(EMBEDDED, {}, { ...REQUEST, duration: 600e6, seeds: 6, signal, show });
  t.true(replays.length <= 2);
});

/** A signal that arrives as one of the system does: in a turn of the event loop of its own. */
function stopSoon(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => void setImmediate(() => controller.abort()) };
}

test('a live target and outputs of one replay are refused', async (t) => {
  for (const [target, more] of [
    [EMBEDDED, { recording: 'run.keg.jsonl' }],
    [TARGETS.find(({ clock }) => clock === 'wall')!, {}],
  ] as const)
    await t.throwsAsync(replaySeeds(target, {}, { ...REQUEST, ...more }), {
      instanceOf: UserError,
      message: /^--seeds /,
    });
});

test('an aborted signal ends it before the next seed', async (t) => {
  t.deepEqual(await replaySeeds(EMBEDDED, {}, { ...REQUEST, signal: AbortSignal.abort() }), []);
});
