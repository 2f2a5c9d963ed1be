/** `kubectl keg import openb`: converts Alibaba's GPU trace into a scenario, and into a recording. */
import * as Flags from '@oclif/core/flags';
import { FORCE_FLAG } from '../../src/cli/force-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';

export default class ImportOpenbCommand extends KegCommand {
  static override readonly summary = 'Convert the GPU trace openb of Alibaba into a scenario and a recording';
  static override readonly description =
    'The long pod list goes into a recording beside the scenario (NAME.pods.keg.jsonl), which the scenario names. docs/how-to/replay-openb.md describes what each column becomes.';
  static override readonly examples = [
    '<%= config.bin %> import openb --nodes openb_node_list_all_node.csv --pods openb_pod_list_default.csv -o openb.yaml',
    '<%= config.bin %> import openb --nodes nodes.csv --pods pods.csv -o openb.yaml --recording openb.keg.jsonl',
  ];
  static override readonly flags = {
    nodes: Flags.string({ required: true, helpValue: 'N.csv', description: 'the node list' }),
    pods: Flags.string({ required: true, helpValue: 'P.csv', description: 'the pod list' }),
    output: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE.yaml',
      description: 'the scenario to write',
    }),
    recording: Flags.string({
      helpValue: 'FILE',
      description: "also write the trace's own history into this recording (.gz compresses it)",
    }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(ImportOpenbCommand);
    const { importOpenbFiles } = await import('../../src/verbs/import/import-openb.ts');
    const { nodes, pods, output, recording, force } = flags;
    const summary = await importOpenbFiles({
      nodes,
      pods,
      output,
      recording,
      force,
      toolVersion: this.config.version,
    });
    const { printImport } = await import('../../src/render/import/print-import.ts');
    printImport(summary);
  }
}
