/** `kubectl keg validate`: checks scenario files and prints every problem with its place. */

import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { KegCommand } from '../src/cli/keg-command.ts';
import { counted } from '../src/core/errors/counted.ts';

export default class ValidateCommand extends KegCommand {
  static override readonly summary = 'Check scenario files for errors and ignored keys, with line and column';
  static override readonly description =
    'Exits with 1 if a file has an error (or, with --strict, a warning), and with 2 if a file is not a scenario. Every form of the original kube-event-generator is recognised and named.';
  static override readonly examples = [
    '<%= config.bin %> validate fixtures/gpu-day.yaml',
    '<%= config.bin %> validate --strict scenarios/*.yaml',
    '<%= config.bin %> validate --print-schema > scenario.schema.json',
  ];
  static override readonly strict = false;
  static override readonly args = {
    files: Args.string({
      name: 'FILE...',
      description: 'scenario files (YAML or JSON; - is standard input)',
    }),
  };
  static override readonly flags = {
    'print-schema': Flags.boolean({
      description: 'print the JSON Schema of scenario files for editors, and exit',
    }),
    strict: Flags.boolean({ description: 'exit with 1 for warnings as well' }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(ValidateCommand);
    if (flags['print-schema']) {
      const { scenarioJsonSchema } = await import('../src/core/scenario/schema/scenario-file.ts');
      this.log(JSON.stringify(scenarioJsonSchema(), null, 2));
      return;
    }
    if (argv.length === 0) {
      const { UserError } = await import('../src/core/errors/user-error.ts');
      throw new UserError('no file is named', { next: 'write kubectl keg validate FILE...' });
    }
    const { validateFiles } = await import('../src/verbs/validate/validate-files.ts');
    const { formatProblem, nextOf } = await import('../src/core/errors/problem.ts');
    let findings = 0;
    let isOtherFile = false;
    for await (const result of validateFiles(argv as string[], flags.strict)) {
      for (const problem of result.problems) {
        this.log(formatProblem({ ...problem, next: nextOf(problem) }));
      }
      const verdict = result.errors > 0 ? counted(result.errors, 'error') : 'ok';
      const warnings = result.warnings > 0 ? `, ${counted(result.warnings, 'warning')}` : '';
      this.log(`${result.file}: ${verdict}${warnings}${result.form ? ` (form: ${result.form})` : ''}`);
      if (result.note !== undefined) this.log(`${result.file}: note: ${result.note}`);
      isOtherFile ||= !result.isScenario;
      findings += result.errors + (flags.strict ? result.warnings : 0);
    }
    if (findings > 0) this.exit(isOtherFile ? 2 : 1);
  }
}
