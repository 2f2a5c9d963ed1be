/** `kubectl keg completion`: prints a script that completes kubectl-keg in a shell. */
import * as Args from '@oclif/core/args';
import { KegCommand } from '../../src/cli/keg-command.ts';
import { SHELL_NAMES } from '../../src/verbs/completion/shells.ts';

export default class CompletionCommand extends KegCommand {
  static override readonly summary = 'Complete verbs, flags and values with the Tab key';
  static override readonly description =
    'Prints a script with which a shell completes the plain program kubectl-keg. kubectl keg completion install sets up the completion of "kubectl keg" instead. docs/how-to/completion.md describes both.';
  static override readonly examples = [
    '<%= config.bin %> completion install',
    '<%= config.bin %> completion bash > kubectl-keg.bash',
    '<%= config.bin %> completion zsh > _kubectl-keg',
  ];
  static override readonly args = {
    shell: Args.string({ required: true, options: [...SHELL_NAMES], description: 'the shell' }),
  };
  static override readonly flags = {};

  async run(): Promise<void> {
    const { args } = await this.parse(CompletionCommand);
    const { shellScript } = await import('../../src/verbs/completion/shells.ts');
    process.stdout.write(await shellScript(args.shell));
  }
}
