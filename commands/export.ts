/** `kubectl keg export`: writes a recording as the file of another tool. */

import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { counted } from '../src/core/errors/counted.ts';
import { EXPORT_FORMATS } from '../src/core/exporters/export-formats.ts';

/** Made of a scenario; the other formats are made of a recording. */
const STAGES = 'stages';
const FORMATS = [...EXPORT_FORMATS.map(({ name }) => name), STAGES];

export default class ExportCommand extends KegCommand {
  static override readonly summary = "Write a recording as another tool's file";
  static override readonly description =
    `Writes nodes and pods as they came and went, for ${FORMATS.join(', ')}. Pods lose their node, so that the other tool schedules them anew, and are deleted when they end. To export a scenario, replay it with --recording first; stages are the delays of a scenario, such as one that fit wrote, as Stages of KWOK. docs/reference/exporters.md lists what each format contains and what it lacks.`;
  static override readonly examples = [
    '<%= config.bin %> export day.keg.jsonl --to simulator -o day.jsonl',
    '<%= config.bin %> export day.keg.jsonl --to kwok -o day.kwok.yaml',
    '<%= config.bin %> export day.keg.jsonl --to simkube -o day.sktrace',
    '<%= config.bin %> export my.yaml --to stages -o my-stages.yaml',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input); for stages a scenario',
    }),
  };
  static override readonly flags = {
    to: Flags.string({ required: true, options: FORMATS, description: 'the format to write' }),
    output: Flags.string({ char: 'o', required: true, helpValue: 'FILE', description: 'the file to write' }),
    ...FORCE_FLAG,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExportCommand);
    if (flags.to === STAGES) return this.writeStages(args.recording, flags.output, flags.force);
    const { exportRecording } = await import('../src/verbs/export/export-recording.ts');
    const { to, output, force } = flags;
    const { nodes, pods } = await exportRecording({ file: args.recording, to, output, force });
    process.stdout.write(`${to}: ${counted(pods, 'pod')}, ${counted(nodes, 'node')}\nwrote ${output}\n`);
  }

  private async writeStages(file: string, output: string, force: boolean): Promise<void> {
    const { exportStages } = await import('../src/verbs/export/export-stages.ts');
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    const { stages, problems } = await exportStages({ file, output, force });
    printProblems(problems);
    process.stdout.write(`${STAGES}: ${counted(stages, 'Stage')}\nwrote ${output}\n`);
  }
}
