/** `kubectl keg compare`: plays scenarios and recordings with several settings and seeds, and prints how the figures differ. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { htmlFormat } from '../src/render/formats/html.ts';
import { dataFormatsWithWide } from '../src/render/formats/index.ts';
import { markdownFormat } from '../src/render/formats/markdown.ts';

const GROUPINGS = ['workload', 'namespace', 'priority', 'pool', 'fragmentation'] as const;

export default class CompareCommand extends KegCommand {
  static override readonly strict = false;
  static override readonly summary = 'Compare scenarios, recordings and settings, with intervals over seeds';
  static override readonly description =
    'Plays every scenario as it is, and every file with the settings of every --variant, once for each seed, on the embedded cluster. A recording as it is is measured. The other files are compared with the first, and each variant with its own file, seed by seed. Uses all cores; the numbers do not depend on how many. A comparison that was stopped goes on where it was when the same command runs again.';
  static override readonly examples = [
    "<%= config.bin %> compare fixtures/gallery/batch-bursts.yaml --variant 'fewer=--nodes worker=3'",
    "<%= config.bin %> compare fixtures/gallery/batch-bursts.yaml --variant 'binpack=--scheduler-config fixtures/scheduler/bin-packing.yaml'",
    '<%= config.bin %> compare fixtures/gallery/batch-bursts.yaml fixtures/gallery/web-daily-cycle.yaml --seeds 1',
    "<%= config.bin %> compare prod.keg.jsonl.gz --variant 'replayed=' --by workload",
    '<%= config.bin %> compare prod.keg.jsonl.gz run.keg.jsonl -o json',
  ];
  static override readonly args = {
    file: Args.string({ required: true, description: 'scenarios or recordings; the first one is the base' }),
  };
  static override readonly flags = {
    variant: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=FLAGS',
      description:
        "a name and flags of replay, such as 'fewer=--nodes-scale 0.8'; NAME= is a replay as it is",
    }),
    seeds: Flags.integer({
      min: 1,
      max: 10_000,
      default: 5,
      helpValue: 'N',
      description: 'number of seeds; five or more give intervals',
    }),
    seed: Flags.integer({
      min: 0,
      description: 'the first seed (default: that of the first scenario, else 1)',
    }),
    by: Flags.option({ options: GROUPINGS })({
      description: 'also compare waiting and pods never bound of each group, or the figures of fragmentation',
    }),
    prices: Flags.string({
      helpValue: 'FILE',
      description: 'also compare the cost of nodes: a file with the price of a node for an hour, by pool',
    }),
    threads: Flags.integer({
      min: 1,
      helpValue: 'N',
      description: 'at most this many at the same time (default: as many as this machine has cores)',
    }),
    output: formatFlag([...dataFormatsWithWide(), markdownFormat, htmlFormat]),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(CompareCommand);
    const { readVariant } = await import('../src/cli/compare/variant-flag.ts');
    const { openPlayers } = await import('../src/cli/compare/play-tasks.ts');
    const { cacheFolder } = await import('../src/storage/cache-folder.ts');
    const { readPriceFile } = await import('../src/storage/price-file.ts');
    const { runSession } = await import('../src/cli/session.ts');
    const { compareReplays } = await import('../src/verbs/compare/compare-replays.ts');
    const { startProgress } = await import('../src/render/terminal/progress.ts');
    const { printProblems, printRemarks } = await import('../src/render/terminal/print-problems.ts');
    const { printComparison } = await import('../src/render/compare/print-comparison.ts');
    const { replaysText } = await import('../src/render/compare/progress-text.ts');
    const { filesOfOptions } = await import('../src/verbs/replay/replay-options.ts');
    const settings = await Promise.all((flags.variant ?? []).map(readVariant));
    const prices = flags.prices === undefined ? undefined : await readPriceFile(flags.prices);
    const progress = startProgress();
    await runSession(async (signal) => {
      const players = openPlayers(flags.threads, signal);
      const { comparison, curves, problems, pools, done, all } = await compareReplays({
        files: argv as string[],
        settings,
        asItIs: {},
        seed: flags.seed,
        seeds: flags.seeds,
        choice: { by: flags.by, prices },
        curves: flags.output === htmlFormat.name,
        alsoReads: settings.flatMap(({ options }) => filesOfOptions(options)),
        cache: cacheFolder('compare'),
        version: this.config.version,
        signal,
        play: players.play,
        onProgress: (played, of) => progress.report(() => replaysText(played, of)),
        onResumed: (known, of) =>
          printRemarks([`${replaysText(known, of)} of this comparison were played before: it goes on there`]),
      }).finally(async () => {
        progress.stop();
        await players.close();
      });
      printProblems(problems);
      const unpriced = [...(prices?.keys() ?? [])].filter((pool) => !pools.has(pool));
      printRemarks(unpriced.map((pool) => `--prices: no node has the pool "${pool}"`));
      if (comparison) return printComparison(comparison, flags.output, curves);
      printRemarks([`stopped after ${replaysText(done, all)}: run the same command again to go on there`]);
    });
  }
}
