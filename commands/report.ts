/** `kubectl keg report`: prints the tables of a recording. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  ASSERT_FLAG_NAMES,
  ASSERT_FLAGS,
  concludeAssertions,
  readAssertions,
} from '../src/cli/assert-flags.ts';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { PRESSURE_CURVE_NAMES } from '../src/core/objects/node-scores/pressure-curve.ts';
import { OUTPUT_FORMATS } from '../src/render/formats/index.ts';
import { readsObservations } from '../src/render/formats/output-format.ts';
import { BREAKDOWN_SUMMARY, BREAKDOWNS } from '../src/render/report/breakdowns.ts';

export default class ReportCommand extends KegCommand {
  static override readonly summary = 'Print how well the cluster of a recording was used';
  static override readonly description =
    'Measures recordings of replays, of clusters and of imported traces in the same way. Warnings that the recording contains go to stderr.';
  static override readonly examples = [
    '<%= config.bin %> report run.keg.jsonl.gz',
    '<%= config.bin %> report run.keg.jsonl --by node',
    '<%= config.bin %> report run.keg.jsonl --by workload',
    '<%= config.bin %> report run.keg.jsonl -o json',
    '<%= config.bin %> report run.keg.jsonl -o csv --csv-dir results/run',
    '<%= config.bin %> report run.keg.jsonl -o parquet --parquet-dir run',
    '<%= config.bin %> report openb.keg.jsonl --at 2916h40m',
    '<%= config.bin %> report run.keg.jsonl --from 8h --to 10h',
    '<%= config.bin %> report run.keg.jsonl --node-scores',
    '<%= config.bin %> report run.keg.jsonl --by fragmentation --reference-pod cpu=903.79m,memory=446.06Mi',
    '<%= config.bin %> report run.keg.jsonl --remote-write http://localhost:9090/api/v1/write',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    output: formatFlag(OUTPUT_FORMATS),
    by: Flags.option({ options: BREAKDOWNS, default: BREAKDOWNS[0] })({ description: BREAKDOWN_SUMMARY }),
    at: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'DURATION',
      exclusive: ['from', 'to', 'remote-write', ...ASSERT_FLAG_NAMES],
      description: 'print instead the pods that ran, and their requests, just before this time',
    }),
    'node-scores': Flags.boolean({
      exclusive: ['at'],
      description:
        'print instead the load of each node at the end (or at --to), and its scores by 19 algorithms',
    }),
    'pressure-curve': Flags.option({ options: PRESSURE_CURVE_NAMES })({
      dependsOn: ['node-scores'],
      description: `model of the pressure for --node-scores (default ${PRESSURE_CURVE_NAMES[0]})`,
    }),
    'reference-pod': Flags.string({
      helpValue: 'cpu=500m,memory=1Gi',
      description: 'the pod that --by fragmentation fits into free room (default: the mean of all pods)',
    }),
    from: Flags.string({
      helpValue: 'TIME',
      description:
        'measure from this time of the recording on: a duration since its start, or a time as 2026-03-01T08:00:00Z',
    }),
    to: Flags.string({ helpValue: 'TIME', description: 'measure up to this time' }),
    'csv-dir': Flags.string({ description: 'folder for -o csv (default: results/NAME)' }),
    'parquet-dir': Flags.string({ description: 'folder for -o parquet (default: results/NAME)' }),
    'remote-write': Flags.string({
      helpValue: 'URL',
      description:
        'also send the series of the recording, at their own times, to a server with Prometheus remote write',
    }),
    'remote-write-step': Flags.string({
      helpValue: 'DURATION',
      dependsOn: ['remote-write'],
      description: 'time of the recording between two samples (default 1m)',
    }),
    ...ASSERT_FLAGS,
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ReportCommand);
    const { readFolderFlags } = await import('../src/render/formats/folder-flags.ts');
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const at = (flags.at ?? []).map((time) => parseDurationFlag('--at', time));
    const { readWindowTime } = await import('../src/core/recording/window/window-bounds.ts');
    const window = { from: readWindowTime('--from', flags.from), to: readWindowTime('--to', flags.to) };
    // oclif prints flags that two others exclude twice in its usage, so it does not know of this.
    const limit = [...ASSERT_FLAG_NAMES, 'remote-write'].find((name) => name in flags);
    if (flags['node-scores'] && limit) {
      const { UserError } = await import('../src/core/errors/user-error.ts');
      throw new UserError(`--node-scores and --${limit} exclude each other`, { next: 'give one of them' });
    }
    const assertions = await readAssertions(flags);
    const step = parseDurationFlag('--remote-write-step', flags['remote-write-step']);
    const url = flags['remote-write'];
    if (url !== undefined) {
      const { refuseWrongSending } = await import('../src/verbs/report/send-recording.ts');
      refuseWrongSending({ file: args.recording, url, step });
    }
    const format = OUTPUT_FORMATS.find(({ name }) => name === flags.output)!;
    const folder = readFolderFlags(format, flags);
    const { readReferencePod } = await import('../src/verbs/report/reference-pod.ts');
    const { reportRecording } = await import('../src/verbs/report/report-recording.ts');
    const report = await reportRecording({
      file: args.recording,
      keepObservations: readsObservations(format),
      folder,
      force: flags.force,
      at,
      window,
      reference: readReferencePod(flags['reference-pod']),
    });
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    printProblems(report.figures.problems);
    if (at.length > 0) {
      const { printOccupancy } = await import('../src/render/report/print-occupancy.ts');
      await printOccupancy(report.occupancy, flags.output);
    } else if (flags['node-scores']) {
      const { nodeScoreReport } = await import('../src/core/measure/node-score-report.ts');
      const { printNodeScores } = await import('../src/render/report/print-node-scores.ts');
      await printNodeScores(
        nodeScoreReport(report.figures, flags['pressure-curve'] ?? PRESSURE_CURVE_NAMES[0]!),
        flags.output,
      );
    } else {
      const { printReport } = await import('../src/render/report/print-report.ts');
      await printReport(report, {
        format,
        by: flags.by,
        folder,
        inputs: [args.recording],
        force: flags.force,
      });
      if (url !== undefined) {
        const { sendRecording } = await import('../src/verbs/report/send-recording.ts');
        const { printSent } = await import('../src/render/report/print-sent.ts');
        const agent = `kubectl-keg/${this.config.version}`;
        const { recording: file } = args;
        printSent(await sendRecording({ file, window, url, step, agent }), url);
      }
      const reports = [{ name: args.recording, figures: report.figures }];
      if (assertions) await concludeAssertions(assertions, reports, args.recording);
    }
  }
}
