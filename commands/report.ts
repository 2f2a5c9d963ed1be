/** `kubectl keg report`: the tables of a recording, wherever it came from. */
import { Args, Command, Flags } from '@oclif/core';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';

export default class ReportCommand extends Command {
  static override readonly summary = 'Print how well the cluster of a recording was used';
  static override readonly description = 'Replays, recorded clusters and imported traces are measured alike.';
  static override readonly examples = [
    '<%= config.bin %> report run.keg.jsonl.gz',
    '<%= config.bin %> report run.keg.jsonl --by node',
    '<%= config.bin %> report run.keg.jsonl -o json',
    '<%= config.bin %> report run.keg.jsonl -o csv --csv-dir results/run',
    '<%= config.bin %> report openb.keg.jsonl --at 2916h40m',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    output: Flags.option({
      char: 'o',
      options: ['table', 'wide', 'json', 'yaml', 'csv'] as const,
      default: 'table' as const,
    })({
      description: 'format',
    }),
    by: Flags.option({ options: ['pool', 'node'] as const, default: 'pool' as const })({
      description: 'break utilisation down by node pool or by node',
    }),
    at: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'DURATION',
      description: 'print instead what was running and requested just before this time',
    }),
    'csv-dir': Flags.string({ description: 'folder for -o csv (default: results/NAME)' }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ReportCommand);
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const at = (flags.at ?? []).map((time) => parseDurationFlag('--at', time));
    const { reportRecording } = await import('../src/verbs/report/report-recording.ts');
    const report = await reportRecording({
      file: args.recording,
      keepObservations: flags.output === 'csv',
      csv: flags.output === 'csv' ? { folder: flags['csv-dir'] } : undefined,
      force: flags.force,
      at,
    });
    const { printOccupancy, printProblems, printReport } = await import('../src/cli/print-report.ts');
    printProblems(report.figures.problems);
    if (at.length > 0) printOccupancy(report.occupancy, flags.output);
    else {
      await printReport(report, {
        format: flags.output,
        by: flags.by,
        csvFolder: flags['csv-dir'],
        inputs: [args.recording],
        force: flags.force,
      });
    }
  }
}
