/** `kubectl keg import`: converts files of other tools into a recording. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { FORCE_FLAG } from '../../src/cli/force-flag.ts';
import { KegCommand } from '../../src/cli/keg-command.ts';
import { IMPORT_FORMATS } from '../../src/core/importers/import-formats.ts';

const FORMATS = IMPORT_FORMATS.map(({ name }) => name);

export default class ImportCommand extends KegCommand {
  static override readonly summary = "Convert other tools' files into a recording";
  static override readonly description =
    `Recognises the format of the files (${FORMATS.join(', ')}) by their content. The recording leaves out env, args, commands, annotations and image digests, and by default has pseudonyms for names, labels and images. docs/reference/importers.md lists what each format contains and what it lacks.`;
  static override readonly strict = false;
  static override readonly examples = [
    '<%= config.bin %> import now.json -o now.keg.jsonl --keep-names',
    '<%= config.bin %> import audit.log -o day.keg.jsonl.gz',
    '<%= config.bin %> import must-gather -o cluster.keg.jsonl',
    '<%= config.bin %> import --from simkube trace.sktrace -o trace.keg.jsonl',
  ];
  static override readonly args = {
    file: Args.string({
      required: true,
      description:
        'files in order of time, plain or gzip, and folders and archives of them (- is standard input)',
    }),
  };
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE.keg.jsonl[.gz]',
      description: 'the recording to write (.gz compresses it)',
    }),
    from: Flags.string({
      options: FORMATS,
      description: 'the format of the files (default: recognised by their content)',
    }),
    'keep-names': Flags.boolean({
      description: 'keep the names of the source (default: pseudonyms under a random salt)',
    }),
    pseudonymise: Flags.string({
      helpValue: 'SALT',
      description: 'use pseudonyms under this salt: equal in every recording with this salt',
    }),
    keep: Flags.option({
      options: ['image', 'labels', 'messages'] as const,
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
    })({
      description: 'keep these as they are (default: pseudonyms, and masked words in messages)',
    }),
    moment: Flags.string({
      helpValue: 'TIME',
      description: 'when a dump was taken, RFC 3339 (default: the latest stamp in it)',
    }),
    history: Flags.boolean({
      description: 'for a dump: begin at its oldest stamp, with the past of the pods that it contains',
    }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { keepMemoryBounded } = await import('../../src/cli/bounded-memory.ts');
    keepMemoryBounded();
    const { argv, flags } = await this.parse(ImportCommand);
    const { readMoment } = await import('../../src/cli/moment-flag.ts');
    const { chosenNames } = await import('../../src/verbs/import/import-names.ts');
    const { importFiles } = await import('../../src/verbs/import/import-files.ts');
    const result = await importFiles({
      files: argv as string[],
      from: flags.from,
      output: flags.output,
      force: flags.force,
      history: flags.history,
      redaction: { names: chosenNames(flags), keep: flags.keep ?? [] },
      moment: readMoment('--moment', flags.moment),
      tool: { name: 'kubectl-keg', version: this.config.version },
    });
    const { printImportedRecording } = await import('../../src/render/import/print-imported-recording.ts');
    printImportedRecording(result);
  }
}
