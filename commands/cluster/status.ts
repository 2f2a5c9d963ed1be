/** `kubectl keg cluster status`: prints which cluster the flags select, and what runs on it. */
import * as Flags from '@oclif/core/flags';
import { CLUSTER_FLAGS, readClusterFlags } from '../../src/cli/cluster-flags.ts';
import { formatFlag } from '../../src/cli/format-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';
import { dataFormats } from '../../src/render/formats/index.ts';

export default class ClusterStatusCommand extends KegCommand {
  static override readonly summary = 'Print version, nodes, allocatable, pods and keg runs of a cluster';
  static override readonly description =
    'Changes nothing. A node counts as simulated if it has the annotation kwok.x-k8s.io/node or the label type=kwok. Runs of keg are found by the label keg.dev/run.';
  static override readonly examples = [
    '<%= config.bin %> cluster status',
    '<%= config.bin %> cluster status --context kwok-demo -o json',
    '<%= config.bin %> cluster status -n team-a --as jane',
  ];
  static override readonly flags = {
    output: formatFlag(dataFormats()),
    namespace: Flags.string({ char: 'n', description: 'count only pods of this namespace' }),
    'all-namespaces': Flags.boolean({ char: 'A', description: 'count pods of all namespaces (default)' }),
    ...CLUSTER_FLAGS,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ClusterStatusCommand);
    const namespace = flags['all-namespaces'] ? undefined : flags.namespace || undefined;
    const { choice, timeout } = readClusterFlags(flags);
    const { clusterStatus } = await import('../../src/verbs/cluster/cluster-status.ts');
    const status = await clusterStatus(choice, timeout, namespace);
    const { printClusterStatus } = await import('../../src/render/cluster/print-cluster-status.ts');
    await printClusterStatus(status, flags.output);
  }
}
