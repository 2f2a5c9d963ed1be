/** Options of replay are an open list: one entry gives the command line a flag and the request a value. */
import { join } from 'node:path';
import { Parser } from '@oclif/core';
import test from 'ava';
import { commandFlags, flagValues } from '../../../src/cli/target-flags.ts';
import {
  REPLAY_OPTIONS,
  type ReplayOption,
  readReplayOptions,
} from '../../../src/verbs/replay/replay-options.ts';
import { replayEmbedded } from './replay-embedded.ts';

const FILE = join(import.meta.dirname, '../../../fixtures/gpu-day.yaml');
const WITH_TOY = {
  ...REPLAY_OPTIONS,
  half: {
    name: 'half',
    type: 'boolean',
    description: 'play on half of the nodes',
    read: (value: unknown): boolean => value === true,
  },
} as const;

async function optionsOf<Options extends Readonly<Record<string, ReplayOption>>>(
  options: Options,
  argv: readonly string[],
) {
  const list = Object.values(options);
  const { flags } = await Parser.parse([...argv], { flags: commandFlags(list) });
  return readReplayOptions(options, flagValues(list, flags));
}

test('a flag that only the list declares is parsed, and a replay that uses it changes', async (t) => {
  const { half, ...options } = await optionsOf(WITH_TOY, ['--half', '--duration', '1h']);
  const whole = await replayEmbedded({ ...options, file: FILE });
  const halved = await replayEmbedded({ ...options, file: FILE, ...(half && { nodesScale: '0.5' }) });
  t.true(half);
  // Each pool is rounded to whole nodes.
  t.deepEqual([whole.figures.nodes.length, halved.figures.nodes.length], [10, 6]);
});

test('every option is read into its key of the request', async (t) => {
  const argv =
    '--speed 10x --seed 7 --seeds 3 --kubernetes-version 1.34 --nodes 2:cpu=4 --nodes-scale 0.8 --autoscaler p.yaml --weights A=1';
  const more = '--pin --strict --scheduler-config s.yaml --from 1h --to 2h --duration 1m';
  const load = '--amplify 2x --requests-scale 0.8 --drop a=b --only c --only d';
  const away = '--node-pool p=3 --drain n@2h --failures f.yaml --failures {betweenFailures:1h}';
  const manifests = '--apply-every 170ms --stages a.yaml --stages b.yaml';
  t.deepEqual(await optionsOf(REPLAY_OPTIONS, `${argv} ${more} ${load} ${away} ${manifests}`.split(' ')), {
    speed: 10,
    seed: 7,
    seeds: 3,
    kubernetesVersion: '1.34',
    nodes: ['2:cpu=4'],
    nodesScale: '0.8',
    autoscaler: 'p.yaml',
    amplify: '2x',
    requestsScale: '0.8',
    drop: ['a=b'],
    drain: ['n@2h'],
    failures: ['f.yaml', '{betweenFailures:1h}'],
    nodePool: ['p=3'],
    only: ['c', 'd'],
    weights: ['A=1'],
    pin: true,
    strict: true,
    schedulerConfig: 's.yaml',
    applyEvery: 170_000,
    stages: ['a.yaml', 'b.yaml'],
    from: { at: 3_600_000_000, isMoment: false },
    to: { at: 7_200_000_000, isMoment: false },
    duration: 60_000_000,
  });
});

test('options that are not given leave the scenario as it is', async (t) => {
  const { speed, pin, strict, ...others } = await optionsOf(REPLAY_OPTIONS, []);
  t.is(speed, undefined);
  t.false(pin);
  t.false(strict);
  t.deepEqual(new Set(Object.values(others)), new Set([undefined]));
});

test('max is 1x with jumps over idle time, and max:20x is 20x with jumps', async (t) => {
  t.deepEqual((await optionsOf(REPLAY_OPTIONS, ['--speed', 'max'])).speed, { whileBusy: 1 });
  t.deepEqual((await optionsOf(REPLAY_OPTIONS, ['--speed', 'max:20x'])).speed, { whileBusy: 20 });
  for (const wrong of ['max:', 'max:0', 'max20x', 'maximum', ''])
    await t.throwsAsync(optionsOf(REPLAY_OPTIONS, ['--speed', wrong]), {
      message: `--speed ${wrong} is not a speed`,
    });
});

test('a speed or duration that is not valid is refused', async (t) => {
  await t.throwsAsync(optionsOf(REPLAY_OPTIONS, ['--speed', 'fast']), {
    message: '--speed fast is not a speed',
  });
  await t.throwsAsync(optionsOf(REPLAY_OPTIONS, ['--duration', 'long']), {
    message: '--duration long is not a duration',
  });
});
