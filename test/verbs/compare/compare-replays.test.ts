/** What is played for a comparison, and what a stopped one leaves. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openPlayers } from '../../../src/cli/compare/play-tasks.ts';
import type { PlayedTask, ReplayTask } from '../../../src/core/comparing/replay-task.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { comparisonLines } from '../../../src/render/compare/comparison-table.ts';
import { type CompareRequest, compareReplays } from '../../../src/verbs/compare/compare-replays.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: day }
seed: 4
duration: 1h
cluster:
  nodes: [{ name: n, count: 2, template: { allocatable: { cpu: 2, memory: 4Gi } } }]
templates:
  p: { spec: { containers: [{ name: main, resources: { requests: { cpu: 1 } } }] } }
events:
  pods:
    - name: p
      template: p
      arrivals: { type: exponential, mean: 2m }
      lifetime: { type: exponential, mean: 5m }
      until: 1h
`;
type Options = { readonly nodesScale?: string };

function written(t: ExecutionContext, text = SCENARIO): string {
  const file = join(temporaryFolder(t), 'day.yaml');
  writeFileSync(file, text);
  return file;
}

/** Plays nothing: the figure is the seed. */
function request(file: string, more: Partial<CompareRequest<Options>> = {}): CompareRequest<Options> {
  return {
    files: [file],
    settings: [{ name: 'fewer', flags: '--nodes-scale 0.5', options: { nodesScale: '0.5' } }],
    asItIs: {},
    seed: undefined,
    seeds: 3,
    choice: {},
    alsoReads: [],
    cache: join(dirname(file), 'cache'),
    version: '0.0.0',
    signal: new AbortController().signal,
    async play(tasks, onPlayed) {
      for (const [place, task] of tasks.entries()) onPlayed(place, seedOf(task));
    },
    onProgress() {},
    onResumed() {},
    ...more,
  };
}

function seedOf({ seed = 0 }: ReplayTask<Options>): PlayedTask {
  return { figures: [{ figure: 'seed', unit: 'count', value: seed }], problems: [], checks: [], pools: [] };
}

test('each variant is played with the same seeds, from that of the scenario on', async (t) => {
  const { comparison, all } = await compareReplays(request(written(t)));
  t.is(all, 6);
  t.deepEqual(
    comparison?.figures[0]?.variants.map(({ variant, values }) => [variant, values]),
    [
      ['day', [4, 5, 6]],
      ['fewer', [4, 5, 6]],
    ],
  );
});

test('a stopped comparison goes on where it was, and a complete one leaves nothing', async (t) => {
  const file = written(t);
  const played: (number | undefined)[] = [];
  const resumed: number[] = [];
  const playing = (most: number): Partial<CompareRequest<Options>> => ({
    async play(tasks, onPlayed) {
      for (const [place, task] of tasks.slice(0, most).entries()) {
        played.push(task.seed);
        onPlayed(place, seedOf(task));
      }
    },
    onResumed: (known) => resumed.push(known),
  });
  t.is((await compareReplays(request(file, playing(4)))).comparison, undefined);
  t.truthy((await compareReplays(request(file, playing(6)))).comparison);
  t.deepEqual(played, [4, 5, 6, 4, 5, 6], 'no task is played twice');
  t.deepEqual(resumed, [4]);
  await compareReplays(request(file, playing(6)));
  t.is(played.length, 12, 'the third run begins anew');
});

test('a changed input begins anew', async (t) => {
  const file = written(t);
  const resumed: number[] = [];
  const first = {
    play: async (_: unknown, onPlayed: (place: number, task: PlayedTask) => void) => {
      onPlayed(0, seedOf({ seed: 0 } as ReplayTask<Options>));
    },
  };
  await compareReplays(request(file, first));
  writeFileSync(file, SCENARIO.replace('mean: 2m', 'mean: 3m'));
  await compareReplays(request(file, { onResumed: (known) => resumed.push(known) }));
  t.deepEqual(resumed, []);
});

test('a warning names the variants that have it, unless all have it', async (t) => {
  const warning = (message: string) => ({ code: 'left-out', severity: 'warning', message }) as const;
  const { problems } = await compareReplays(
    request(written(t), {
      async play(tasks, onPlayed) {
        for (const [place, task] of tasks.entries()) {
          const own = task.options.nodesScale === undefined ? [] : [warning('a node is gone')];
          onPlayed(place, { ...seedOf(task), problems: [warning('all'), ...own] });
        }
      },
    }),
  );
  t.deepEqual(
    problems.map(({ message }) => message),
    ['all', 'fewer: a node is gone'],
  );
});

test('an idle drain is named once, although each seed has its own end', async (t) => {
  const { problems } = await compareReplays(
    request(written(t), {
      async play(tasks, onPlayed) {
        for (const [place, task] of tasks.entries()) {
          const message = `--drain a@10:00 finds no pod to evict: the last one would end at ${task.seed}h`;
          onPlayed(place, {
            ...seedOf(task),
            problems: [{ code: 'idle-flag', severity: 'note', message }],
          });
        }
      },
    }),
  );
  t.is(problems.length, 1);
});

test('what cannot be played ends the comparison with the error of the replay and its variant', async (t) => {
  const refused = { message: 'no such pool', position: undefined, next: 'name one', exitCode: 2 } as const;
  const play: CompareRequest<Options>['play'] = async (_, onPlayed) => onPlayed(0, { refused });
  const error = await t.throwsAsync(compareReplays(request(written(t), { play })), { instanceOf: UserError });
  t.is(error?.message, 'day: no such pool');
  t.is(error?.next, 'name one');
});

test('one file without a variant is nothing to compare, and neither are equal names', async (t) => {
  const file = written(t);
  await t.throwsAsync(compareReplays(request(file, { settings: [] })), { message: /nothing to compare/ });
  const settings = ['a', 'a'].map((name) => ({ name, flags: '', options: {} }));
  await t.throwsAsync(compareReplays(request(file, { settings })), {
    message: 'two variants have the name a',
  });
});

test('several threads compute what one thread computes', async (t) => {
  const file = written(t);
  const { signal } = new AbortController();
  const [one, two] = await Promise.all(
    [1, 2].map(async (threads) => {
      const players = openPlayers(threads, signal);
      const version = String(threads);
      return compareReplays({ ...request(file), version, play: players.play }).finally(players.close);
    }),
  );
  t.deepEqual(two!.comparison, one!.comparison);
  const waiting = one!.comparison!.figures.find(({ figure }) => figure === 'waiting.mean');
  t.true((waiting?.variants[1]?.difference?.median ?? 0) > 0, 'half of the nodes make pods wait');
});

test('a variant of a second file is compared with that file, and the file with the first one', async (t) => {
  const [day, night] = [written(t), written(t)];
  const figureOf = ({ file, options }: ReplayTask<Options>): number =>
    (file === night ? 100 : 10) + (options.nodesScale === undefined ? 0 : 1);
  const { comparison } = await compareReplays(
    request(day, {
      files: [day, night],
      async play(tasks, onPlayed) {
        for (const [place, task] of tasks.entries())
          onPlayed(place, {
            figures: [{ figure: 'sum', unit: 'count', value: figureOf(task) }],
            problems: [],
            checks: [],
            pools: [],
          });
      },
    }),
  );
  t.deepEqual(
    comparison?.variants.map(({ beside }) => beside),
    [undefined, undefined, undefined, night],
  );
  t.deepEqual(
    comparison?.figures[0]?.variants.map(({ difference }) => difference?.median),
    [undefined, 90, 1, 1],
  );
  t.regex(
    comparisonLines(comparison!, { width: 200, isWide: true }).join(' '),
    /DIFFERENCE is to .*, and of a variant to its own file/,
  );
});
