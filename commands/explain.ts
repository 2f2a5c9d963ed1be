/** `kubectl keg explain`: shows why a pod of a recording was put on its node, node by node. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { MODEL_FLAGS } from '../src/cli/model-flags.ts';
import { dataFormats } from '../src/render/formats/index.ts';

export default class ExplainCommand extends KegCommand {
  static override readonly summary = 'Show why a pod went to its node, or to none';
  static override readonly description =
    'Rebuilds the cluster of a recording as it was when the pod was bound (or refused for the last time), and decides with the model of kube-scheduler: every node with the filter that refuses it, or with the score of each plugin, the best nodes, how ties are settled, and the victims of a preemption. Beside it stands what really happened.';
  static override readonly examples = [
    '<%= config.bin %> explain web-0 run.keg.jsonl.gz',
    '<%= config.bin %> explain default/web-0 run.keg.jsonl.gz --at 2h30m',
    '<%= config.bin %> explain web-0 prod.keg.jsonl.gz --scheduler-config scheduler.yaml -o json',
  ];
  static override readonly args = {
    pod: Args.string({
      required: true,
      description: 'NAME, NAMESPACE/NAME or the uid of a pod (it may also stand after the recording)',
    }),
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    output: formatFlag(dataFormats()),
    at: Flags.string({
      helpValue: 'DURATION',
      description: 'decide at this time of the recording instead, as if the pod were on no node',
    }),
    ...MODEL_FLAGS,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExplainCommand);
    const { parseDurationFlag } = await import('../src/cli/duration-flag.ts');
    const at = parseDurationFlag('--at', flags.at);
    const { explainPod } = await import('../src/verbs/explain/explain-pod.ts');
    const { podAndRecording } = await import('../src/verbs/explain/pod-and-recording.ts');
    const { pod, file } = await podAndRecording(args.pod, args.recording);
    const { startProgress } = await import('../src/render/terminal/progress.ts');
    const progress = startProgress();
    const { explanation, problems } = await explainPod({
      file,
      pod,
      at,
      kubernetesVersion: flags['kubernetes-version'],
      schedulerConfig: flags['scheduler-config'],
      onProgress: progress.report,
    }).finally(progress.stop);
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    printProblems(problems);
    const { printExplanation } = await import('../src/render/explain/print-explanation.ts');
    await printExplanation(explanation, flags.output);
  }
}
