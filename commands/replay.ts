/** `kubectl keg replay`: plays a scenario in compressed time and prints how well the cluster was used. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { ASSERT_FLAGS, concludeAssertions, readAssertions } from '../src/cli/assert-flags.ts';
import { FORCE_FLAG } from '../src/cli/force-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { commandFlags, flagValues } from '../src/cli/target-flags.ts';
import { isLookedAt, WATCH_FLAGS } from '../src/cli/watch/watch-flags.ts';
import { formatNames } from '../src/render/formats/index.ts';
import { readsObservations } from '../src/render/formats/output-format.ts';
import { BREAKDOWN_SUMMARY, BREAKDOWNS } from '../src/render/report/breakdowns.ts';
import {
  refuseSenselessFlags,
  senselessNames,
  TARGETS,
  targetFlags,
  targetNamed,
} from '../src/targets/index.ts';
import { textsFlag } from '../src/targets/target-flag.ts';
import { filesOfOptions, REPLAY_OPTIONS, readReplayOptions } from '../src/verbs/replay/replay-options.ts';

const PLAY_FLAGS = Object.values(REPLAY_OPTIONS);

export default class ReplayCommand extends KegCommand {
  static override readonly summary =
    'Play a scenario in compressed time and print how well the cluster was used';
  static override readonly description =
    `--target chooses where the scenario is played (docs/reference/targets.md). ${TARGETS.map(
      ({ name, summary }, index) => `${name}${index === 0 ? ' (default)' : ''}: ${summary}.`,
    ).join(' ')}`;
  static override readonly examples = [
    '<%= config.bin %> replay fixtures/gpu-day.yaml',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --nodes-scale 0.8 --by node',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --nodes g2=2 --by workload',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --seeds 5',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --weights NodeResourcesFit=10,NodeResourcesBalancedAllocation=0',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --kubernetes-version 1.34 --seed 7 -o run.keg.jsonl.gz',
    '<%= config.bin %> replay fixtures/gpu-day.yaml -o json',
    '<%= config.bin %> replay prod.keg.jsonl.gz --nodes-scale 0.8',
    '<%= config.bin %> replay prod.keg.jsonl.gz --pin',
    '<%= config.bin %> replay old-scenario.yaml --nodes 2:cpu=4,memory=32Gi',
    '<%= config.bin %> replay nodes.yaml deployments.yaml jobs.yaml',
    '<%= config.bin %> replay nodes.yaml jobs.yaml --stages stages.yaml',
    '<%= config.bin %> replay kubernetes_scenario',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --target kwok --context kwok-demo --speed 1000x --max-lag 200ms',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --target kwok --context east --context west --speed 100x',
    '<%= config.bin %> replay fixtures/gpu-day.yaml --target kwok --dry-run',
  ];
  static override readonly strict = false;
  static override readonly args = {
    scenario: Args.string({
      required: true,
      description:
        'a scenario file (YAML or JSON), a recording, one or more files of Kubernetes manifests, or a directory of the Karpenter driver (- is standard input)',
    }),
  };
  static override readonly flags = {
    ...commandFlags(PLAY_FLAGS),
    target: Flags.string({
      options: TARGETS.map(({ name }) => name),
      default: TARGETS[0]!.name,
      description: 'where to play the scenario',
    }),
    output: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FORMAT|FILE',
      description: `${formatNames().join(', ')} (default ${formatNames()[0]}); a file name is the file of the recording`,
    }),
    recording: Flags.string({
      helpValue: 'FILE',
      description: 'write the recording to this file (.gz compresses it)',
    }),
    by: Flags.option({ options: BREAKDOWNS, default: BREAKDOWNS[0] })({ description: BREAKDOWN_SUMMARY }),
    'csv-dir': Flags.string({ description: 'folder for -o csv (default: results/NAME)' }),
    'parquet-dir': Flags.string({ description: 'folder for -o parquet (default: results/NAME)' }),
    ...WATCH_FLAGS,
    ...ASSERT_FLAGS,
    ...FORCE_FLAG,
    ...commandFlags(targetFlags()),
  };

  async run(): Promise<void> {
    const { args, argv, flags: read } = await this.parse(ReplayCommand);
    const otherFiles = (argv as string[]).slice(1);
    const target = targetNamed(read.target);
    const flags = this.leaveOutDefaults(read, senselessNames(target));
    refuseSenselessFlags(target, flags);
    const { chooseOutput } = await import('../src/render/formats/choose-output.ts');
    const { readFolderFlags } = await import('../src/render/formats/folder-flags.ts');
    const { replayOn } = await import('../src/verbs/replay/replay-on.ts');
    const { openReplayScreen } = await import('../src/render/replay/replay-screen.ts');
    const { printReplay } = await import('../src/render/replay/print-replay.ts');
    const { withWatch } = await import('../src/cli/watch/watched-replay.ts');
    const { runSession } = await import('../src/cli/session.ts');
    const { format, file } = chooseOutput(flags.output ?? [], {
      kind: 'recording',
      other: { flag: '--recording', path: flags.recording },
    });
    const folder = readFolderFlags(format, flags);
    const assertions = await readAssertions(flags);
    const options = readReplayOptions(REPLAY_OPTIONS, flagValues(PLAY_FLAGS, flags));
    if (target.clock === 'wall') {
      const { keepMemoryBounded } = await import('../src/cli/bounded-memory.ts');
      keepMemoryBounded();
    }
    const { growYoungSpaceFor } = await import('../src/cli/roomy-heap.ts');
    const ownFlags = flagValues(target.flags, flags);
    const screen = openReplayScreen();
    const request = {
      ...options,
      file: args.scenario,
      otherFiles,
      recording: file,
      folder,
      force: flags.force,
      keepObservations: readsObservations(format),
      tool: { name: 'kubectl-keg', version: this.config.version },
      show: screen.show,
      ...(target.clock === 'virtual' && { onSized: growYoungSpaceFor }),
    };
    const print = {
      format,
      by: flags.by,
      folder,
      inputs: [args.scenario, ...otherFiles, ...filesOfOptions(options)],
      force: flags.force,
    };
    const isDryRun = ownFlags['dry-run'] === true;
    const contexts = textsFlag(ownFlags, 'context') ?? [];
    await runSession(async (signal) => {
      if (contexts.length < 2 && options.seeds !== undefined) {
        const { replaySeeds } = await import('../src/verbs/replay/replay-seeds.ts');
        const { printSeeds } = await import('../src/render/replay/print-seeds.ts');
        const seeded = { ...request, isPaced: isLookedAt(flags), seeds: options.seeds, signal };
        const replays = await replaySeeds(target, ownFlags, seeded);
        await printSeeds(replays, { ...print, asked: options.seeds }, screen.stop());
        const reports = replays.map(({ seed, figures }) => ({ name: `seed ${seed}`, figures }));
        if (assertions) await concludeAssertions(assertions, reports, args.scenario);
        return;
      }
      if (contexts.length > 1) {
        const { playClusters } = await import('../src/cli/play-clusters.ts');
        const one = { ...request, isPaced: isLookedAt(flags), signal, seeds: options.seeds };
        const played = { target, ownFlags, contexts, request: one };
        const reports = await playClusters(played, { ...print, isDryRun, stop: screen.stop });
        if (assertions && reports) await concludeAssertions(assertions, reports, args.scenario);
        return;
      }
      const hasKeys = !isDryRun && args.scenario !== '-';
      const { speed } = options;
      const replay = await withWatch({ flags, target, speed, hasKeys, show: screen.show, signal }, (part) =>
        replayOn(target, ownFlags, { ...request, ...part }),
      );
      await printReplay(replay, { isDryRun, seconds: screen.stop() }, print);
      if (replay.failure) throw replay.failure;
      if (assertions && replay.result) {
        const reports = [{ name: args.scenario, figures: replay.result.figures }];
        await concludeAssertions(assertions, reports, args.scenario);
      }
    });
  }
}
