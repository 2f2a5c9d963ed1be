/** `kubectl keg view`: shows the cluster of a recording over time. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { KegCommand } from '../src/cli/keg-command.ts';
import { METRICS_FLAGS } from '../src/cli/watch/watch-flags.ts';

export default class ViewCommand extends KegCommand {
  static override readonly summary = 'Show the cluster of a recording over time, in the terminal';
  static override readonly description =
    'In a terminal: the clock, nodes as bars, and pods that wait and why. Space pauses, + and - change the speed, the arrow keys left and right move through time, q ends it. Elsewhere, and with --at, it prints the cluster at one moment. The whole recording is held in memory.';
  static override readonly examples = [
    '<%= config.bin %> view run.keg.jsonl.gz',
    '<%= config.bin %> view run.keg.jsonl.gz --speed 600x',
    '<%= config.bin %> view run.keg.jsonl.gz --at 8h',
    '<%= config.bin %> view run.keg.jsonl.gz --speed 36000x --metrics-port 9401',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'a recording (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    speed: Flags.string({
      helpValue: '60x',
      default: '60x',
      description: 'time of the recording per wall time',
    }),
    at: Flags.string({
      helpValue: 'TIME',
      exclusive: ['metrics-port'],
      description: 'print the cluster at this time of the recording, such as 8h or 2026-03-01T08:00:00Z',
    }),
    from: Flags.string({ helpValue: 'TIME', description: 'begin at this time of the recording' }),
    ...METRICS_FLAGS,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ViewCommand);
    const { readView } = await import('../src/verbs/view/read-view.ts');
    const { printProblems } = await import('../src/render/terminal/print-problems.ts');
    const { canWatch } = await import('../src/cli/watch/open-onlooker.ts');
    const { player, speed, from, at } = await readView(args.recording, flags);
    printProblems(player.problems);
    const watch = at === undefined && process.stdout.isTTY === true;
    if (canWatch({ watch }) || flags['metrics-port'] !== undefined) {
      const { watchRecording } = await import('../src/cli/watch/watched-view.ts');
      const { runSession } = await import('../src/cli/session.ts');
      const watched = { ...flags, watch };
      await runSession((signal) => watchRecording(player, { flags: watched, speed, from, signal }), {
        isUsualEnd: true,
      });
      return;
    }
    const { printFrame } = await import('../src/render/live/print-frame.ts');
    printFrame(player.at(at ?? player.end).state, player.end);
  }
}
