/** Replays on the embedded cluster and returns what was measured, with the warnings as they are printed. */
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { embeddedTarget } from '../../../src/targets/embedded/embedded-target.ts';
import type { OpenTarget } from '../../../src/targets/target.ts';
import type { ReplayResult } from '../../../src/verbs/replay/play-on-target.ts';
import { type ReplayRequest, replayScenario } from '../../../src/verbs/replay/replay-scenario.ts';

export interface EmbeddedReplay extends ReplayResult {
  readonly warnings: readonly string[];
}

export async function replayEmbedded(
  request: Partial<ReplayRequest> & Pick<ReplayRequest, 'file'>,
  target: OpenTarget = embeddedTarget,
): Promise<EmbeddedReplay> {
  const tool = { name: 'kubectl-keg', version: '0.0.0' };
  const { result } = await replayScenario({ speed: 1, tool, ...request }, target);
  if (result === undefined) throw new Error('nothing was played');
  return { ...result, warnings: result.figures.problems.map(formatProblem) };
}
