/** `kubectl keg cluster reset`: remove what keg made in a cluster and left there. */
import { Command, Flags } from '@oclif/core';
import { CLUSTER_FLAGS, readClusterFlags } from '../../src/cli/cluster-flags.ts';
import { formatFlag } from '../../src/cli/format-flag.ts';
import { dataFormats } from '../../src/render/formats/index.ts';

export default class ClusterResetCommand extends Command {
  static override readonly summary = 'Remove everything that keg made in a cluster, and nothing else';
  static override readonly description =
    'Found by the label keg.dev/run alone: workloads, pods, nodes, namespaces with all that is in them, priority classes, KWOK stages. Returns when it is gone. Asks nothing, and may be repeated; where there is nothing to remove it says so and ends with 0. A run that is still being played is removed under its hands: name another one with --run.';
  static override readonly examples = [
    '<%= config.bin %> cluster reset --dry-run',
    '<%= config.bin %> cluster reset --context kwok-demo',
    '<%= config.bin %> cluster reset --run 3f9c2a -o json',
  ];
  static override readonly flags = {
    run: Flags.string({
      helpValue: 'ID',
      description: 'only what this run made (default: every run; kubectl keg cluster status shows them)',
    }),
    'dry-run': Flags.boolean({ description: 'only say what would be removed' }),
    output: formatFlag(dataFormats()),
    ...CLUSTER_FLAGS,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ClusterResetCommand);
    const { run, 'dry-run': dryRun, output } = flags;
    const { runSession } = await import('../../src/cli/session.ts');
    const { printClusterReset, startResetProgress } = await import('../../src/cli/print-cluster-reset.ts');
    const { resetCluster } = await import('../../src/verbs/cluster/reset-cluster.ts');
    const progress = startResetProgress(run, dryRun);
    const { start: onStart, report: onProgress } = progress;
    const reset = await runSession((signal) =>
      resetCluster({ ...readClusterFlags(flags), run, dryRun, signal, onStart, onProgress }),
    ).finally(progress.stop);
    await printClusterReset(reset, output);
  }
}
