/** `kubectl keg import`: files of other tools as a recording. */
import { Args, Command, Flags } from '@oclif/core';
import { FORCE_FLAG } from '../../src/cli/force-flag.ts';

export default class Import extends Command {
  static override readonly summary = "Turn other tools' files into a recording";
  static override readonly description =
    'Reads dumps of kubectl get -o json|yaml, API server audit logs, kube-scheduler-simulator and KWOK recordings, SimKube traces, event histories of the original keg and Karpenter driver runs. What a file is is found out by itself. Env values, args, annotations, images and labels do not get into the recording. docs/how-to/import-files.md says what each kind tells and what it does not.';
  static override readonly strict = false;
  static override readonly examples = [
    '<%= config.bin %> import now.json -o now.keg.jsonl --keep-names',
    '<%= config.bin %> import audit.log -o day.keg.jsonl.gz',
    '<%= config.bin %> import --from simkube trace.sktrace -o trace.keg.jsonl',
  ];
  static override readonly args = {
    file: Args.string({ required: true, description: 'the files, in order of time; gzip is read as well' }),
  };
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      required: true,
      helpValue: 'FILE.keg.jsonl[.gz]',
      description: 'where the recording goes',
    }),
    from: Flags.option({
      options: ['dump', 'audit-log', 'sched-recorder', 'kwok', 'simkube', 'keg-go', 'karpenter'] as const,
    })({ description: 'what the files are (default: found out)' }),
    'keep-names': Flags.boolean({
      description: 'names as they are; default: pseudonyms under a salt drawn at random',
    }),
    pseudonymise: Flags.string({
      helpValue: 'SALT',
      description: 'pseudonyms under this salt, the same in every recording that uses it',
    }),
    keep: Flags.option({
      options: ['image', 'labels', 'messages'] as const,
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
    })({
      description: 'keep what is left out otherwise (labels are those of pods)',
    }),
    moment: Flags.string({
      helpValue: 'TIME',
      description: 'when a dump was taken, RFC 3339 (default: the latest stamp in it)',
    }),
    history: Flags.boolean({
      description: 'of a dump: from its oldest stamp on, as far as the pods that are still there tell',
    }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Import);
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
    const { printImportedRecording } = await import('../../src/cli/print-imported-recording.ts');
    printImportedRecording(result);
  }
}
