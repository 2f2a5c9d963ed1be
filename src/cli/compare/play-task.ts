/** Plays or measures one task of a comparison, in whichever thread it is. */
import { checkLimit } from '../../core/comparing/limit.ts';
import { poolFacts } from '../../core/comparing/pool-facts.ts';
import { replayCurves } from '../../core/comparing/replay-curves.ts';
import type { ReplayTask, TaskResult } from '../../core/comparing/replay-task.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Figures } from '../../core/measure/figures.ts';
import { scalarFigures } from '../../core/measure/scalar-figures.ts';
import { targetNamed } from '../../targets/index.ts';
import { openPlays } from '../../verbs/replay/load-play.ts';
import type { OpenedFile } from '../../verbs/replay/play-request.ts';
import { replayOn } from '../../verbs/replay/replay-on.ts';
import type { ReplayOptionValues } from '../../verbs/replay/replay-options.ts';
import { reportRecording } from '../../verbs/report/report-recording.ts';

export type ReplaySettings = Partial<Omit<ReplayOptionValues, 'speed' | 'seed' | 'seeds'>>;

export async function playTask(task: ReplayTask<ReplaySettings>): Promise<TaskResult> {
  try {
    return task.kind === 'recording' ? await measure(task) : await play(task);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, position, next, exitCode } = error;
    return { refused: { message, position, next, exitCode } };
  }
}

async function measure(task: ReplayTask<ReplaySettings>): Promise<TaskResult> {
  const { figures } = await reportRecording({ file: task.file, keepObservations: false });
  return resultOf(task, figures, figures.problems);
}

async function play(task: ReplayTask<ReplaySettings>): Promise<TaskResult> {
  const { file, options, seed } = task;
  const problems: Problem[] = [];
  const tool = { name: 'kubectl-keg', version: '' };
  const warn = (some: readonly Problem[]): void => void problems.push(...some);
  const show = { inform() {}, doing() {}, warn };
  const opened = await openedFile({ ...options, file });
  const request = { ...options, file, seed, tool, show, opened };
  const { result, failure } = await replayOn(targetNamed('embedded'), {}, request);
  if (failure) throw failure;
  if (!result) throw new Error('the embedded target has not played');
  return resultOf(task, result.figures, [...problems, ...result.problems]);
}

/** Files that this thread has read, the newest last: the next replay of one costs no reading. */
const OPENED = new Map<string, Promise<OpenedFile>>();
const MOST_OPEN = 8;

function openedFile(request: ReplaySettings & { readonly file: string }): Promise<OpenedFile> {
  const { file, from, to } = request;
  const key = JSON.stringify([file, from, to]);
  const opened = OPENED.get(key) ?? openPlays(request);
  OPENED.delete(key);
  OPENED.set(key, opened);
  for (const oldest of [...OPENED.keys()].slice(0, -MOST_OPEN)) OPENED.delete(oldest);
  return opened;
}

function resultOf(
  { choice, limits = [], curves = false }: ReplayTask<ReplaySettings>,
  figures: Figures,
  problems: readonly Problem[],
): TaskResult {
  return {
    figures: scalarFigures(figures, choice),
    problems,
    checks: limits.map((limit) => checkLimit(limit, figures)),
    pools: poolFacts(figures),
    ...(curves && { curves: replayCurves(figures) }),
  };
}
