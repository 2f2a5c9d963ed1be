/** `kubectl keg verify`: compares the decisions of a recording with the model of kube-scheduler, one by one. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { MODEL_FLAGS } from '../src/cli/model-flags.ts';
import { dataFormats } from '../src/render/formats/index.ts';
import type { ReplayDifference } from '../src/render/replay/print-recording-difference.ts';

export default class VerifyCommand extends KegCommand {
  static override readonly summary = "Compare a recording's decisions with the model of kube-scheduler";
  static override readonly description =
    "Plays the recording's own history decision by decision. Each pod is decided about in the state of the cluster at that moment, and is then put where it really went. Prints the share of bindings to one of the model's best nodes, and each disagreement with both scores. What cannot be compared is counted with its reason.";
  static override readonly examples = [
    '<%= config.bin %> verify prod.keg.jsonl.gz',
    '<%= config.bin %> verify prod.keg.jsonl.gz --scheduler-config scheduler.yaml --min-share 99.9%',
    '<%= config.bin %> verify prod.keg.jsonl.gz -o json',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    output: formatFlag(dataFormats()),
    ...MODEL_FLAGS,
    slack: Flags.string({
      default: '1s',
      helpValue: 'DURATION',
      description: 'how long before it is seen a decision may have been taken, in wall time',
    }),
    replay: Flags.boolean({
      description: 'also replay the recording with the model, and compare waiting and utilisation',
    }),
    'min-share': Flags.string({
      helpValue: 'PERCENT',
      description: "exit with 1 if fewer bindings went to one of the model's best nodes",
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(VerifyCommand);
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const { verifyRecording } = await import('../src/verbs/verify/verify-recording.ts');
    const { checkMinShare, parseMinShare } = await import('../src/verbs/verify/min-share.ts');
    const minShare = flags['min-share'] === undefined ? 0 : parseMinShare(flags['min-share']);
    const slack = parseDurationFlag('--slack', flags.slack);
    const { startProgress } = await import('../src/render/terminal/progress.ts');
    const progress = startProgress();
    const { verification, problems } = await verifyRecording({
      file: args.recording,
      kubernetesVersion: flags['kubernetes-version'],
      schedulerConfig: flags['scheduler-config'],
      slack,
      onProgress: progress.report,
    }).finally(progress.stop);
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    printProblems(problems);
    const difference = flags.replay ? await this.#replay(args.recording, flags) : undefined;
    const { printVerification } = await import('../src/render/verify/print-verification.ts');
    await printVerification(verification, difference, flags.output);
    const error = checkMinShare(verification, minShare);
    if (error) throw error;
  }

  /** Plays the whole recording: unlike above, each decision of the model changes the next ones. */
  async #replay(
    file: string,
    flags: {
      readonly 'kubernetes-version'?: string | undefined;
      readonly 'scheduler-config'?: string | undefined;
    },
  ): Promise<ReplayDifference | undefined> {
    const { targetNamed } = await import('../src/targets/index.ts');
    const { replayOn } = await import('../src/verbs/replay/replay-on.ts');
    const { result, failure } = await replayOn(
      targetNamed('embedded'),
      {},
      {
        file,
        speed: 1,
        kubernetesVersion: flags['kubernetes-version'],
        schedulerConfig: flags['scheduler-config'],
        tool: { name: 'kubectl-keg', version: this.config.version },
      },
    );
    if (failure) throw failure;
    return result?.difference;
  }
}
