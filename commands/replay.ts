/** `kubectl keg replay`: play a scenario in compressed time and print how well the cluster was used. */
import { Args, Command, Flags } from '@oclif/core';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { commandFlags } from '../src/cli/target-flags.ts';
import { formatNames } from '../src/render/formats/index.ts';
import { isFolderFormat } from '../src/render/formats/output-format.ts';
import { TARGETS, targetFlags } from '../src/targets/index.ts';

export default class ReplayCommand extends Command {
  static override readonly summary =
    'Play a scenario in compressed time and print how well the cluster was used';
  static override readonly description =
    `--target chooses where it is played (docs/reference/targets.md). ${TARGETS.map(
      ({ name, summary }, index) => `${name}${index === 0 ? ' (default)' : ''}: ${summary}.`,
    ).join(' ')}`;
  static override readonly examples = [
    '<%= config.bin %> replay fixtures/gpu-day.yaml --speed 10x',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --nodes-scale 0.8 --by node',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --weights NodeResourcesFit=10,NodeResourcesBalancedAllocation=0',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --kubernetes-version 1.34 --seed 7 -o run.keg.jsonl.gz',
    '<%= config.bin %> replay fixtures/gpu-day.yaml -o json',
    '<%= config.bin %> replay prod.keg.jsonl.gz --nodes-scale 0.8',
    '<%= config.bin %> replay prod.keg.jsonl.gz --pin',
    '<%= config.bin %> replay old-scenario.yaml --nodes 2:cpu=4,memory=32Gi',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --target kwok --context kwok-demo --speed 1000x --max-lag 200ms',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --target kwok --dry-run',
  ];
  static override readonly args = {
    scenario: Args.string({
      required: true,
      description: 'a scenario file (YAML or JSON) or a recording (- is standard input)',
    }),
  };
  static override readonly flags = {
    speed: Flags.string({ default: '1x', description: 'scenario time per wall time, as 10x' }),
    target: Flags.string({
      options: TARGETS.map(({ name }) => name),
      default: TARGETS[0]!.name,
      description: 'where to play it',
    }),
    seed: Flags.integer({
      min: 0,
      description: 'seed of every random draw (default: the scenario’s, else 1)',
    }),
    'kubernetes-version': Flags.string({
      description: 'whose scheduler decides, 1.30 to 1.36 (default: the scenario’s, else 1.36)',
    }),
    nodes: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'POOL',
      description: 'play on these nodes instead of the scenario’s: [NAME=]COUNT:RESOURCE=QUANTITY,...',
    }),
    'nodes-scale': Flags.string({
      helpValue: '0.8',
      description: 'with this many of the nodes: 0.8 is 20 % fewer',
    }),
    weights: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PLUGIN=N',
      description: 'score weights of the scheduler from the start on; 0 switches a plugin off',
    }),
    pin: Flags.boolean({
      description: 'of a recording: put every pod on the node on which it was, when it was bound',
    }),
    'scheduler-config': Flags.string({
      helpValue: 'FILE',
      description: 'a KubeSchedulerConfiguration instead of the scenario’s',
    }),
    duration: Flags.string({ description: 'stop at this scenario time, as 12h' }),
    output: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FORMAT|FILE',
      description: `${formatNames().join(', ')} (default ${formatNames()[0]}); a file name is where the recording goes`,
    }),
    recording: Flags.string({
      helpValue: 'FILE',
      description: 'write the recording there (.gz compresses it)',
    }),
    by: Flags.option({ options: ['pool', 'node'] as const, default: 'pool' as const })({
      description: 'break utilisation down by node pool or by node',
    }),
    'csv-dir': Flags.string({ description: 'folder for -o csv (default: results/NAME)' }),
    ...FORCE_FLAG,
    ...commandFlags(targetFlags()),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ReplayCommand);
    const { chooseOutput } = await import('../src/render/formats/choose-output.ts');
    const { parseSpeed } = await import('../src/verbs/replay/speed-flag.ts');
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const { format, file } = chooseOutput(flags.output ?? [], {
      kind: 'recording',
      other: { flag: '--recording', path: flags.recording },
    });
    const request = {
      file: args.scenario,
      speed: parseSpeed(flags.speed),
      seed: flags.seed,
      kubernetesVersion: flags['kubernetes-version'],
      nodes: flags.nodes,
      nodesScale: flags['nodes-scale'],
      weights: flags.weights,
      schedulerConfig: flags['scheduler-config'],
      pin: flags.pin,
      duration: parseDurationFlag('--duration', flags.duration),
      recording: file,
      csv: isFolderFormat(format) ? { folder: flags['csv-dir'] } : undefined,
      force: flags.force,
      keepObservations: isFolderFormat(format),
      tool: { name: 'kubectl-keg', version: this.config.version },
    };
    const print = {
      format,
      by: flags.by,
      csvFolder: flags['csv-dir'],
      inputs: [args.scenario, flags['scheduler-config']],
      force: flags.force,
    };
    const { runReplay } = await import('../src/cli/run-replay.ts');
    const { runSession } = await import('../src/cli/session.ts');
    await runSession((signal) => runReplay({ ...request, signal }, flags.target, flags, print));
  }
}
