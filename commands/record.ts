/** `kubectl keg record`: records the nodes and pods of a cluster into a file. */
import * as Flags from '@oclif/core/flags';
import { CLUSTER_FLAGS, readClusterFlags } from '../src/cli/cluster-flags.ts';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { WATCH_FLAGS } from '../src/cli/watch/watch-flags.ts';

/** The default seed of the bootstrap, as in `fit`. */
const FIT_SEED = 1;

export default class RecordCommand extends KegCommand {
  static override readonly summary = 'Record what happens to the nodes and pods of a cluster';
  static override readonly description =
    'Only reads, and never reads a Secret or a ConfigMap (docs/how-to/rbac-record.yaml lists the rights that it needs). Every line that is acknowledged is on the disk. Every interval that was not observed is recorded as a gap with its reason. The recording leaves out env, args, commands, annotations and image digests, and by default has pseudonyms for names, labels and images (docs/how-to/record-a-cluster.md). Ctrl-C ends the recording in order, with exit code 0.';
  static override readonly examples = [
    '<%= config.bin %> record -o prod.keg.jsonl.gz --duration 2h -A',
    '<%= config.bin %> record -o prod.yaml --duration 2h -A',
    '<%= config.bin %> record -o team.keg.jsonl -n team-a,team-b -l app=web --until 2026-03-02T18:00:00Z',
    '<%= config.bin %> record -o prod.keg.jsonl.gz -A --keep-names --keep image,labels',
    '<%= config.bin %> record --resume prod.keg.jsonl.gz --duration 1h -A',
    '<%= config.bin %> record -o prod.keg.jsonl.gz --rotate 24h -A',
    '<%= config.bin %> record -o prod.keg.jsonl.gz --usage 30s -A',
    '<%= config.bin %> record -o nodes.keg.jsonl --nodes-only',
  ];
  static override readonly flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description:
        'the file of the recording (.gz compresses it); a name that ends in .yaml is the file of the fitted scenario, with the recording beside it',
    }),
    resume: Flags.string({
      helpValue: 'FILE',
      description: 'continue a recording that ended or was cut short; a gap line records the time between',
    }),
    rotate: Flags.string({
      helpValue: '24h|500MB',
      description:
        'start a new file after this time or size: prod.0001.keg.jsonl.gz and so on, each a complete recording',
    }),
    duration: Flags.string({ description: 'how long to record, such as 2h (default: until Ctrl-C)' }),
    until: Flags.string({ helpValue: 'TIME', description: 'when to stop, such as 2026-03-02T18:00:00Z' }),
    namespace: Flags.string({
      char: 'n',
      multiple: true,
      multipleNonGreedy: true,
      description: 'record only pods of these namespaces (default: the namespace of the context)',
    }),
    'all-namespaces': Flags.boolean({ char: 'A', description: 'record pods of all namespaces' }),
    selector: Flags.string({ char: 'l', description: 'record only pods with these labels, such as app=web' }),
    'field-selector': Flags.string({
      description: 'record only pods with these fields, such as spec.nodeName=worker-1',
    }),
    'nodes-only': Flags.boolean({
      description:
        'record nodes and no pods, and end as soon as all are read (with --duration or --until: then)',
    }),
    'keep-names': Flags.boolean({
      description: 'keep names; the default is pseudonyms with a random salt',
    }),
    pseudonymise: Flags.string({
      helpValue: 'SALT',
      description: 'use pseudonyms with this salt: the same name gets the same pseudonym in every recording',
    }),
    keep: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'image,labels,messages',
      description:
        'keep as they are: image, labels, messages (default: pseudonyms, and masked words in messages)',
    }),
    usage: Flags.string({
      helpValue: '30s',
      description:
        'also record what pods use, read this often from metrics.k8s.io or from the summaries of the kubelets',
    }),
    fit: Flags.boolean({
      allowNo: true,
      description: 'fit the recording at its end and print the distributions (default: off)',
    }),
    ...WATCH_FLAGS,
    ...FORCE_FLAG,
    ...CLUSTER_FLAGS,
  };

  async run(): Promise<void> {
    const { keepMemoryBounded } = await import('../src/cli/bounded-memory.ts');
    keepMemoryBounded();
    const { flags } = await this.parse(RecordCommand);
    const { readRecordFlags } = await import('../src/verbs/record/record-flags.ts');
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const chosen = readRecordFlags(flags);
    const duration = parseDurationFlag('--duration', flags.duration);
    const { startRecordingProgress } = await import('../src/render/terminal/recording-progress.ts');
    const { recordInto } = await import('../src/verbs/record/record-in-parts.ts');
    const { runSession } = await import('../src/cli/session.ts');
    const { withWatchedRecording } = await import('../src/cli/watch/watched-recording.ts');
    const request = {
      ...readClusterFlags(flags),
      ...chosen,
      duration,
      tool: { name: 'kubectl-keg', version: this.config.version },
    };
    const screen = startRecordingProgress(process.stderr);
    const { parts, failure } = await runSession(
      (signal) =>
        withWatchedRecording(flags, screen, signal, (watched) => recordInto({ ...request, ...watched })),
      { isUsualEnd: true },
    );
    if (parts.length > 1) {
      const { printParts } = await import('../src/render/recording/print-parts.ts');
      printParts(parts);
    }
    if (failure !== undefined) throw failure;
    const { scenario } = chosen;
    const isTablePrinted = flags.fit === true;
    if (!isTablePrinted && scenario === undefined) return;
    await fitFiles({
      recordings: parts.map(({ file }) => file),
      scenario,
      force: flags.force,
      isTablePrinted,
    });
  }
}

interface FitWanted {
  readonly recordings: readonly string[];
  readonly scenario: string | undefined;
  readonly force: boolean;
  readonly isTablePrinted: boolean;
}

/** A recording that cannot be fitted is an error only where a scenario was asked for. The file of the recording stays as it is. */
async function fitFiles({ isTablePrinted, ...wanted }: FitWanted): Promise<void> {
  const { UserError } = await import('../src/core/errors/user-error.ts');
  const { startProgress } = await import('../src/render/terminal/progress.ts');
  const { parseGate } = await import('../src/verbs/fit/gate-flag.ts');
  const { fitRecording } = await import('../src/verbs/fit/fit-recording.ts');
  const { printFitSummary } = await import('../src/render/fit/print-fit.ts');
  const progress = startProgress();
  const gate = wanted.scenario === undefined ? undefined : parseGate(undefined);
  const onProgress = (doing: string): void => progress.report(() => doing);
  try {
    const request = { ...wanted, seed: FIT_SEED, gate, onProgress };
    const fit = await fitRecording(request).finally(progress.stop);
    printFitSummary(fit, isTablePrinted);
  } catch (error) {
    if (!(error instanceof UserError) || wanted.scenario !== undefined) throw error;
    const { printRemarks } = await import('../src/render/terminal/print-problems.ts');
    printRemarks([`nothing is fitted: ${error.message}`]);
  }
}
