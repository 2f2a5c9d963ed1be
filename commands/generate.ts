/** `kubectl keg generate`: makes a scenario longer, busier or smaller, or makes one from a generator configuration of the original tool. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';

export default class GenerateCommand extends KegCommand {
  static override readonly summary = 'Make a scenario longer, busier or smaller';
  static override readonly description =
    'Takes a scenario with drawn pods (as kubectl keg fit writes it), a generator configuration of kube-event-generator (config.yaml with "generation"), or files of Kubernetes manifests, which are one scenario together.';
  static override readonly examples = [
    '<%= config.bin %> generate prod.yaml --seed 7 --duration 24h --amplify 2x --nodes-scale 0.8 -o synth.yaml',
    '<%= config.bin %> generate config.yaml -o scenario.yaml',
    '<%= config.bin %> generate nodes.yaml jobs.yaml -o scenario.yaml',
    '<%= config.bin %> generate config.yaml --nodes-from nodes.keg.jsonl -o scenario.yaml',
  ];
  static override readonly strict = false;
  static override readonly args = {
    file: Args.string({
      required: true,
      description:
        'a scenario, a generator configuration, or one or more files of Kubernetes manifests (- is standard input)',
    }),
  };
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE.yaml',
      description: 'the file of the scenario (default: standard output)',
    }),
    seed: Flags.integer({ min: 0, description: 'seed of the new scenario' }),
    duration: Flags.string({
      helpValue: 'DURATION',
      description: 'length of the new scenario, such as 24h or 1d',
    }),
    amplify: Flags.string({
      default: '1x',
      helpValue: 'FACTOR',
      description: 'multiply the arrivals by this factor, such as 2x',
    }),
    'nodes-scale': Flags.string({
      default: '1',
      helpValue: 'FACTOR',
      description: 'multiply the nodes of every pool by this factor, such as 0.8',
    }),
    'nodes-from': Flags.string({
      helpValue: 'RECORDING',
      description: 'the nodes of this recording in place of those of the scenario',
    }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { args, argv, flags } = await this.parse(GenerateCommand);
    const { parseFactor } = await import('../src/core/scenario/factor-text.ts');
    const { parseDays } = await import('../src/verbs/generate/length-flags.ts');
    const { generate } = await import('../src/verbs/generate/generate-scenario.ts');
    const generated = await generate({
      file: args.file,
      otherFiles: (argv as string[]).slice(1),
      output: flags.output,
      nodesFrom: flags['nodes-from'],
      seed: flags.seed,
      duration: parseDays('--duration', flags.duration),
      amplify: parseFactor('--amplify', flags.amplify),
      nodesScale: parseFactor('--nodes-scale', flags['nodes-scale']),
      force: flags.force,
    });
    const { printGenerated } = await import('../src/render/scenario/print-generated.ts');
    printGenerated(generated, flags.output);
  }
}
