/** `kubectl keg record`: watch a cluster's nodes and pods into a file. */
import { Command, Flags } from '@oclif/core';
import { CLUSTER_FLAGS, readClusterFlags } from '../src/cli/cluster-flags.ts';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';

export default class RecordCommand extends Command {
  static override readonly summary = 'Record what happens to the nodes and pods of a cluster';
  static override readonly description =
    'Only reads, and never a Secret or a ConfigMap (docs/how-to/rbac-record.yaml has the rights that it needs). Loses no line that it said is on the disk, tells every interval that it did not see as a gap with its reason, and leaves out env, args, commands, annotations, image digests, pod labels and, unless told otherwise, names (docs/how-to/record-a-cluster.md). Ctrl-C ends it cleanly.';
  static override readonly examples = [
    '<%= config.bin %> record -o prod.keg.jsonl.gz --duration 2h -A',
    '<%= config.bin %> record -o team.keg.jsonl -n team-a,team-b -l app=web --until 2026-03-02T18:00:00Z',
    '<%= config.bin %> record -o prod.keg.jsonl.gz -A --keep-names --keep image,labels',
    '<%= config.bin %> record --resume prod.keg.jsonl.gz --duration 1h -A --no-fit',
    '<%= config.bin %> record -o prod.keg.jsonl.gz --rotate 24h -A',
  ];
  static override readonly flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', description: 'the recording (.gz compresses it)' }),
    resume: Flags.string({
      helpValue: 'FILE',
      description: 'go on with a recording that was ended or cut short, with a gap line for what was missed',
    }),
    rotate: Flags.string({
      helpValue: '24h|500MB',
      description:
        'a file of its own for each so long a time, or of about that size: prod.0001.keg.jsonl.gz and so on, each a whole recording',
    }),
    duration: Flags.string({ description: 'how long, as 2h (default: until Ctrl-C)' }),
    until: Flags.string({ helpValue: 'TIME', description: 'until then, as 2026-03-02T18:00:00Z' }),
    namespace: Flags.string({
      char: 'n',
      multiple: true,
      multipleNonGreedy: true,
      description: 'only pods of these namespaces (default: the context’s own)',
    }),
    'all-namespaces': Flags.boolean({ char: 'A', description: 'pods of all namespaces' }),
    selector: Flags.string({ char: 'l', description: 'only pods with these labels, as app=web' }),
    'field-selector': Flags.string({ description: 'only pods with these fields, as spec.nodeName=worker-1' }),
    'keep-names': Flags.boolean({
      description: 'names as they are; default: pseudonyms under a salt drawn at random',
    }),
    pseudonymise: Flags.string({
      helpValue: 'SALT',
      description: 'pseudonyms under this salt, the same in every recording that uses it',
    }),
    keep: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'image,labels,messages',
      description: 'keep what is left out otherwise: image, labels (of pods, as they are), messages',
    }),
    fit: Flags.boolean({
      allowNo: true,
      default: true,
      description: 'print at the end which distributions fit what was recorded, if that is one file',
    }),
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
    const screen = startRecordingProgress(process.stderr);
    const request = {
      ...readClusterFlags(flags),
      ...chosen,
      duration,
      tool: { name: 'kubectl-keg', version: this.config.version },
      warn: screen.warn,
      onProgress: screen.report,
      onClosed: screen.finish,
    };
    await runSession(async (signal) => {
      const { parts, failure } = await recordInto({ ...request, signal }).finally(screen.stop);
      if (parts.length > 1) {
        const { printParts } = await import('../src/cli/print-parts.ts');
        printParts(parts);
      }
      if (failure !== undefined) throw failure;
      if (flags.fit && parts.length === 1) {
        const { printFitOf } = await import('../src/cli/print-fit-of.ts');
        await printFitOf(parts[0]!.file);
      }
    });
  }
}
