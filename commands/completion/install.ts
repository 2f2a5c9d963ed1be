/** `kubectl keg completion install`: sets up kubectl's own completion of keg. */

import { FOLDER_FLAG } from '../../src/cli/folder-flag.ts';
import { FORCE_FLAG } from '../../src/cli/force-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';

export default class CompletionInstallCommand extends KegCommand {
  static override readonly summary = 'Let kubectl complete keg with the Tab key';
  static override readonly description =
    'Writes the program kubectl_complete-keg, which kubectl 1.26 and newer calls to complete "kubectl keg". It goes beside the programs of krew, else beside kubectl-keg, else into the first folder of PATH that may be written. Never replaces a file of another program without --force.';
  static override readonly examples = [
    '<%= config.bin %> completion install',
    '<%= config.bin %> completion install --folder ~/.local/bin',
  ];
  static override readonly flags = { ...FOLDER_FLAG, ...FORCE_FLAG };

  async run(): Promise<void> {
    const { flags } = await this.parse(CompletionInstallCommand);
    const { completionPlace, installCompletion } = await import(
      '../../src/verbs/completion/install-completion.ts'
    );
    const { printInstalledCompletion } = await import('../../src/render/completion/print-completion.ts');
    printInstalledCompletion(await installCompletion(flags, completionPlace()));
  }
}
