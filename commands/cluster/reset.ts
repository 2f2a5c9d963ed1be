/** `kubectl keg cluster reset`: removes what keg created in a cluster and left there. */
import * as Flags from '@oclif/core/flags';
import { CLUSTER_FLAGS, readClusterFlags } from '../../src/cli/cluster-flags.ts';
import { formatFlag } from '../../src/cli/format-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';
import { commandFlags, flagValues } from '../../src/cli/target-flags.ts';
import { dataFormats } from '../../src/render/formats/index.ts';
import { readSimulatorUrl, SIMULATOR_URL_FLAG } from '../../src/targets/simulator/simulator-url.ts';

export default class ClusterResetCommand extends KegCommand {
  static override readonly summary = 'Remove everything that keg created in a cluster, and nothing else';
  static override readonly description =
    'Finds objects by the label keg.dev/run alone: workloads, pods, nodes, namespaces with their content, priority classes and KWOK stages. Returns when they are gone. Does not ask for confirmation. Exits with 0 if there is nothing to remove. Also removes a run that is still being played: use --run to remove another one only.';
  static override readonly examples = [
    '<%= config.bin %> cluster reset --dry-run',
    '<%= config.bin %> cluster reset --context kwok-demo',
    '<%= config.bin %> cluster reset --run 3f9c2a -o json',
  ];
  static override readonly flags = {
    run: Flags.string({
      helpValue: 'ID',
      description:
        'remove only objects of this run (default: all runs; kubectl keg cluster status lists them)',
    }),
    scheduler: Flags.boolean({
      description: 'also give the scheduler of kube-scheduler-simulator its default profiles back',
    }),
    'dry-run': Flags.boolean({ description: 'print what would be removed, and remove nothing' }),
    output: formatFlag(dataFormats()),
    ...CLUSTER_FLAGS,
    ...commandFlags([SIMULATOR_URL_FLAG]),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ClusterResetCommand);
    const { run, 'dry-run': dryRun, output, scheduler } = flags;
    const simulatorUrl = scheduler ? readSimulatorUrl(flagValues([SIMULATOR_URL_FLAG], flags)) : undefined;
    const { runSession } = await import('../../src/cli/session.ts');
    const { printClusterReset, startResetProgress } = await import(
      '../../src/render/cluster/print-cluster-reset.ts'
    );
    const { resetCluster } = await import('../../src/verbs/cluster/reset-cluster.ts');
    const progress = startResetProgress(run, dryRun);
    const { start: onStart, report: onProgress } = progress;
    const reset = await runSession((signal) =>
      resetCluster({ ...readClusterFlags(flags), run, simulatorUrl, dryRun, signal, onStart, onProgress }),
    ).finally(progress.stop);
    await printClusterReset(reset, output);
  }
}
