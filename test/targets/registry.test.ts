/** Targets are an open list: one entry gives the command line its name, its flags and its errors, and `replay` a place to play. */
import { join } from 'node:path';
import test from 'ava';
import { embeddedTarget } from '../../src/targets/embedded/embedded-target.ts';
import { refuseSenselessFlags, TARGETS, targetFlags, targetNamed } from '../../src/targets/index.ts';
import type { OpenTarget, Target } from '../../src/targets/target.ts';
import { textFlag } from '../../src/targets/target-flag.ts';
import { replayEmbedded } from '../verbs/replay/replay-embedded.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A target as a folder of its own would declare it: the embedded cluster under another name. */
const TOY: Target = {
  name: 'toy',
  summary: 'the embedded cluster, with a lid',
  clock: 'virtual',
  flags: [{ name: 'lid', type: 'text', description: 'colour of the lid', group: 'TOY' }],
  senselessFlags: ['weights'],
  insteadOfSenseless: 'leave it out',
  open: async (flags): Promise<OpenTarget> => ({
    name: 'toy',
    async survey(play, speed) {
      const run = await embeddedTarget.survey(play, speed);
      const message = `the lid is ${textFlag(flags, 'lid') ?? 'open'}`;
      return {
        ...run,
        survey: { problems: [{ code: 'played-otherwise', severity: 'note', message }], objects: [] },
      };
    },
  }),
};
const WITH_TOY = [...TARGETS, TOY];

test('a scenario is played on a target that only the registry knows', async (t) => {
  const target = await targetNamed('toy', WITH_TOY).open({ lid: 'red' });
  const replay = await replayEmbedded({ file: join(ROOT, 'fixtures', 'gpu-day.yaml') }, target);
  t.is(replay.header.source.target, 'toy');
  t.is(replay.figures.pods.created, 1104);
  t.true(replay.warnings.includes('note: the lid is red'));
});

test('an unknown target is refused with the list of targets', (t) => {
  t.throws(() => targetNamed('moon', WITH_TOY), { message: '--target moon is not a target' });
  const error = t.throws(() => targetNamed('moon', WITH_TOY));
  t.like(error, { next: 'expected one of: embedded, kwok, simulator, toy', exitCode: 2 });
});

test('the flags of all targets are listed once each', (t) => {
  const names = targetFlags([...WITH_TOY, TOY]).map(({ name }) => name);
  t.deepEqual(names, [...new Set(names)]);
  t.is(names.at(-1), 'lid');
});

test('a flag of another target is refused, and the error names the target that has it', (t) => {
  const refused = (flags: Readonly<Record<string, unknown>>, target = TARGETS[0]!) =>
    t.throws(() => refuseSenselessFlags(target, flags, WITH_TOY));
  t.like(refused({ lid: 'red' }), {
    message: '--lid makes no sense on --target embedded',
    next: 'give --target toy as well, or leave it out',
    exitCode: 2,
  });
  t.regex(refused({ keep: true }).message, /^--keep makes no sense/);
  t.regex(refused({ probe: false }).message, /^--probe makes no sense/);
  t.regex(refused({ 'as-group': ['a'] }).message, /^--as-group makes no sense/);
});

test('flags at their defaults are no reason to refuse', (t) => {
  const flags = { keep: false, probe: true, 'request-timeout': '30s', 'as-group': [], lid: undefined };
  t.notThrows(() => refuseSenselessFlags(TARGETS[0]!, flags, WITH_TOY));
});

test('a flag of replay that makes no sense on a target is refused', (t) => {
  const error = t.throws(() => refuseSenselessFlags(TOY, { weights: ['A=1'] }, WITH_TOY));
  t.like(error, { message: '--weights makes no sense on --target toy', next: 'leave it out' });
  t.notThrows(() => refuseSenselessFlags(TARGETS[0]!, { weights: ['A=1'] }, WITH_TOY));
});
