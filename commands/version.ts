/** `kubectl keg version`: prints which keg this is. */
import * as Flags from '@oclif/core/flags';
import { KegCommand } from '../src/cli/keg-command.ts';

export default class VersionCommand extends KegCommand {
  static override readonly summary = 'Print the version';
  static override readonly description =
    'Prints the version of keg, the platform, the version of Node, and the releases of kube-scheduler that keg models. Calls no cluster.';
  static override readonly examples = ['<%= config.bin %> version', '<%= config.bin %> version -o json'];
  static override readonly flags = {
    output: Flags.option({ char: 'o', options: ['json', 'yaml'] as const })({
      description: 'format (default: one line)',
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(VersionCommand);
    const { describeVersion } = await import('../src/verbs/version/describe-version.ts');
    const { printVersion } = await import('../src/render/version/print-version.ts');
    await printVersion(describeVersion(this.config.version), flags.output);
  }
}
