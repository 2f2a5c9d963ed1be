/** `kubectl keg size`: finds the fewest nodes with which a scenario keeps its limits. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { refuseWrongFigures } from '../src/cli/assert-flags.ts';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { commandFlags, flagValues } from '../src/cli/target-flags.ts';
import { dataFormats } from '../src/render/formats/index.ts';
import { markdownFormat } from '../src/render/formats/markdown.ts';
import { REPLAY_OPTIONS, readReplayOptions } from '../src/verbs/replay/replay-options.ts';

/** A search plays with seeds and numbers of nodes of its own. */
const { speed: _speed, seed: _seed, seeds: _seeds, pin: _pin, ...SETTINGS } = REPLAY_OPTIONS;

export default class SizeCommand extends KegCommand {
  static override readonly summary = 'Find the fewest nodes of each pool with which limits hold';
  static override readonly description =
    'Plays a scenario or a recording with other numbers of nodes, each with several seeds, on the embedded cluster, and bisects. Prints the fewest nodes of each pool with which every --limit holds, the counts around them, and what breaks with one node fewer. Exits with 1 where no number of nodes keeps the limits.';
  static override readonly examples = [
    "<%= config.bin %> size fixtures/gallery/batch-bursts.yaml --limit 'waiting.p95 < 20m' --limit 'neverBound = 0'",
    "<%= config.bin %> size fixtures/gpu-day.yaml --pool g2 --limit 'waiting.p95 < 30m' --seeds 2 --duration 2h",
    "<%= config.bin %> size fixtures/gallery/batch-bursts.yaml --limit 'waiting.p95 < 10m' --duration 2h --share 80% -o json",
  ];
  static override readonly args = {
    file: Args.string({ required: true, description: 'a scenario or a recording' }),
  };
  static override readonly flags = {
    limit: Flags.string({
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'LIMIT',
      description: "what must hold, such as 'waiting.p95 < 30s' or 'neverBound = 0'",
    }),
    pool: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      description: 'search this pool and leave the others as they are (default: all pools)',
    }),
    seeds: Flags.integer({
      min: 1,
      max: 10_000,
      default: 5,
      helpValue: 'N',
      description: 'number of seeds',
    }),
    seed: Flags.integer({ min: 0, default: 1, description: 'the first seed' }),
    share: Flags.string({
      default: '100%',
      helpValue: 'PERCENT',
      description: 'in at least this share of the seeds the limits must hold',
    }),
    threads: Flags.integer({
      min: 1,
      helpValue: 'N',
      description: 'at most this many at the same time (default: as many as this machine has cores)',
    }),
    output: formatFlag([...dataFormats(), markdownFormat]),
    ...commandFlags(Object.values(SETTINGS)),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SizeCommand);
    const { parseLimit } = await import('../src/core/comparing/limit.ts');
    const { parseShare } = await import('../src/verbs/size/share-flag.ts');
    const { openPlayers } = await import('../src/cli/compare/play-tasks.ts');
    const { runSession } = await import('../src/cli/session.ts');
    const { sizedSettings } = await import('../src/verbs/size/sized-settings.ts');
    const { sizeScenario } = await import('../src/verbs/size/size-scenario.ts');
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    const { startProgress } = await import('../src/render/terminal/progress.ts');
    const { sizeFigures } = await import('../src/render/size/size-data.ts');
    const { printSize } = await import('../src/render/size/print-size.ts');
    const { counted } = await import('../src/core/errors/counted.ts');
    const { UserError } = await import('../src/core/errors/user-error.ts');
    const limits = flags.limit.map(parseLimit);
    await refuseWrongFigures(limits);
    const share = parseShare(flags.share);
    const settings = readReplayOptions(SETTINGS, flagValues(Object.values(SETTINGS), flags));
    const progress = startProgress();
    const found = await runSession(async (signal) => {
      const players = openPlayers(flags.threads, signal);
      try {
        return await sizeScenario({
          file: args.file,
          limits,
          pools: flags.pool,
          share,
          seed: flags.seed,
          seeds: flags.seeds,
          optionsOf: (counts) => sizedSettings(settings, counts),
          play: players.play,
          onPlayed: (replays) => progress.report(() => `${counted(replays, 'replay')} played`),
        });
      } finally {
        progress.stop();
        await players.close();
      }
    });
    const seeds = Array.from({ length: flags.seeds }, (_, index) => flags.seed + index);
    printProblems(found.problems);
    const asked = { scenario: args.file, limits: limits.map(({ text }) => text), share, seeds };
    await printSize(sizeFigures(found, asked), flags.output);
    if (found.smallest === undefined) {
      throw new UserError('no number of nodes keeps the limits', {
        exitCode: 1,
        next: 'loosen a limit, or see kubectl keg explain for pods that fit on no node',
      });
    }
  }
}
