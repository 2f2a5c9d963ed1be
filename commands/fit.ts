/** `kubectl keg fit`: fits the distributions of a recording, and writes a scenario that draws from them. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { htmlFormat } from '../src/render/formats/html.ts';
import { dataFormatsWithWide, formatNames } from '../src/render/formats/index.ts';
import { checkGate, DEFAULT_GATE, parseGate } from '../src/verbs/fit/gate-flag.ts';

const FORMATS = [...dataFormatsWithWide(), htmlFormat];

export default class FitCommand extends KegCommand {
  static override readonly summary = 'Turn a recording into a scenario drawn from fitted distributions';
  static override readonly description =
    'Fits the arrivals, lifetimes and phase delays of each group of pods. It allows for durations that the window cut off, that began before the window, and that were rounded. Then it replays the recording and the scenario on the embedded cluster, and the table states how true the scenario is; groups that miss the recording are written in another form. It exits with 1 where the scenario as a whole misses it. docs/explanation/fitting.md explains the method.';
  static override readonly examples = [
    '<%= config.bin %> fit prod.keg.jsonl.gz -o prod.yaml',
    '<%= config.bin %> fit prod.*.keg.jsonl.gz -o month.yaml',
    '<%= config.bin %> fit prod.keg.jsonl.gz -o json',
    '<%= config.bin %> fit prod.keg.jsonl.gz --plot prod.html',
  ];
  static override readonly strict = false;
  static override readonly args = {
    recording: Args.string({
      required: true,
      description:
        'a recording (JSON Lines, plain or gzip; - is standard input); several are the files of one run, in the order of their times',
    }),
  };
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: `FILE.yaml|${formatNames(FORMATS).join('|')}`,
      description: 'the file of the scenario, and the format of the output (default table)',
    }),
    plot: Flags.string({
      helpValue: 'FILE.html',
      description: 'also write a page of curves, quantiles and arrivals over time to this file',
    }),
    gate: Flags.string({
      helpValue: 'LOW:HIGH',
      description: `the range of fitted ÷ recorded that counts as true (default ${DEFAULT_GATE}); off replays nothing`,
    }),
    seed: Flags.integer({
      default: 1,
      min: 0,
      description: 'seed of the bootstrap, first seed of the replays, and default seed of the scenario',
    }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(FitCommand);
    const { chooseOutput } = await import('../src/render/formats/choose-output.ts');
    const { format, file: scenario } = chooseOutput(flags.output ?? [], {
      kind: 'scenario',
      formats: FORMATS,
    });
    const { fitRecording } = await import('../src/verbs/fit/fit-recording.ts');
    const { seed, force, plot } = flags;
    const gate = parseGate(flags.gate);
    const { startProgress } = await import('../src/render/terminal/progress.ts');
    const progress = startProgress();
    const { growYoungSpace } = await import('../src/cli/roomy-heap.ts');
    const endGrowth = growYoungSpace();
    const onProgress = (step: string): void => progress.report(() => step);
    const fit = await fitRecording({
      recordings: argv as string[],
      scenario,
      plot,
      force,
      seed,
      gate,
      onProgress,
    }).finally(() => {
      endGrowth();
      progress.stop();
    });
    const { printFit } = await import('../src/render/fit/print-fit.ts');
    await printFit(fit, format.name);
    const untrue = checkGate(fit.truth);
    if (untrue) throw untrue;
  }
}
