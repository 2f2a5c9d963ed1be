/** `kubectl keg replay`: plays a scenario in compressed time and prints how well the cluster was used. */
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
    `--target chooses where the scenario is played (docs/reference/targets.md). ${TARGETS.map(
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
    speed: Flags.string({ default: '1x', description: 'scenario time per wall time, such as 10x' }),
    target: Flags.string({
      options: TARGETS.map(({ name }) => name),
      default: TARGETS[0]!.name,
      description: 'where to play the scenario',
    }),
    seed: Flags.integer({
      min: 0,
      description: 'seed of all random draws (default: the seed of the scenario, else 1)',
    }),
    'kubernetes-version': Flags.string({
      description:
        'version of the scheduler model, 1.30 to 1.36 (default: the version of the scenario, else 1.36)',
    }),
    nodes: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'POOL',
      description:
        'replace the nodes of the scenario, such as 2:cpu=4,memory=32Gi or gpu=4:cpu=8 ([NAME=]COUNT:RESOURCE=QUANTITY)',
    }),
    'nodes-scale': Flags.string({
      helpValue: '0.8',
      description: 'multiply the number of nodes by this factor: 0.8 is 20 % fewer',
    }),
    weights: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'PLUGIN=N',
      description: 'score weights of the scheduler; 0 switches a plugin off',
    }),
    pin: Flags.boolean({
      description: 'for a recording: bind every pod to its recorded node at its recorded time',
    }),
    'scheduler-config': Flags.string({
      helpValue: 'FILE',
      description: 'a KubeSchedulerConfiguration that replaces the one of the scenario',
    }),
    duration: Flags.string({ description: 'stop at this scenario time, such as 12h' }),
    output: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FORMAT|FILE',
      description: `${formatNames().join(', ')} (default ${formatNames()[0]}); a file name is the file of the recording`,
    }),
    recording: Flags.string({
      helpValue: 'FILE',
      description: 'write the recording to this file (.gz compresses it)',
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
    const { csvFolderFlag } = await import('../src/render/formats/csv-folder-flag.ts');
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
      csv: csvFolderFlag(format, flags['csv-dir']),
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
