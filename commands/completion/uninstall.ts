/** `kubectl keg completion uninstall`: removes kubectl's own completion of keg. */

import { FOLDER_FLAG } from '../../src/cli/folder-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';

export default class CompletionUninstallCommand extends KegCommand {
  static override readonly summary = 'Remove what completion install wrote';
  static override readonly description =
    'Removes kubectl_complete-keg from every folder of PATH if keg wrote it. Exits with 0 if there is nothing to remove.';
  static override readonly examples = [
    '<%= config.bin %> completion uninstall',
    '<%= config.bin %> completion uninstall --folder ~/.local/bin',
  ];
  static override readonly flags = { ...FOLDER_FLAG };

  async run(): Promise<void> {
    const { flags } = await this.parse(CompletionUninstallCommand);
    const { completionPlace } = await import('../../src/verbs/completion/install-completion.ts');
    const { removeCompletion } = await import('../../src/verbs/completion/remove-completion.ts');
    const { printRemovedCompletion } = await import('../../src/render/completion/print-completion.ts');
    printRemovedCompletion(await removeCompletion(flags, completionPlace()));
  }
}
