/** Explains the decision about one pod of a recording. */

import type { PodExplanation } from '../../core/decisions/explanation-of-pod.ts';
import { createDecisionSearch, type FoundPods } from '../../core/decisions/find-decision.ts';
import { knownLatency } from '../../core/decisions/known-latency.ts';
import { searchKindOf } from '../../core/decisions/partial-searches.ts';
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { type DecidedRecordingRequest, readDecidedRecording } from '../../storage/decided-recording.ts';

export interface ExplainRequest extends DecidedRecordingRequest {
  /** NAME, NAMESPACE/NAME or a uid. */
  readonly pod: string;
  /** Microseconds of recording time. Default: when the pod was bound, or last refused. */
  readonly at?: number | undefined;
  readonly onProgress: (text: () => string) => void;
}

export interface ExplainedPod {
  readonly header: RecordingHeader;
  readonly explanation: PodExplanation;
  readonly problems: readonly Problem[];
}

/** @throws {UserError} if the file cannot be read or is no recording, and if the pod is not in it, or not at that time. */
export async function explainPod(request: ExplainRequest): Promise<ExplainedPod> {
  const { pod, at, onProgress } = request;
  const { header, follower, problems } = await readDecidedRecording(
    request,
    (header, model) =>
      createDecisionSearch({
        ...{ ...model, pod, at },
        latency: knownLatency(header),
        search: searchKindOf(header),
      }),
    (read) => onProgress(() => `${counted(read, 'line')} read`),
  );
  const { explanation, found } = follower.finish();
  refuseAmbiguous(request, found);
  if (!explanation) throw notFound(request, found);
  return { header, explanation, problems: [...problems, ...sameName(found, at)] };
}

function refuseAmbiguous({ file, pod }: ExplainRequest, { names }: FoundPods): void {
  if (names.length < 2) return;
  throw new UserError(`${counted(names.length, 'namespace')} have a pod ${pod}: ${names.join(', ')}`, {
    position: { file },
    next: 'write NAMESPACE/NAME',
  });
}

function notFound({ file, pod, at }: ExplainRequest, found: FoundPods): UserError {
  const { count, end, otherScheduler } = found;
  if (otherScheduler !== undefined) {
    return new UserError(`pod ${pod} names the scheduler ${otherScheduler}, and no profile has that name`, {
      position: { file },
      next: 'give the configuration that has it with --scheduler-config',
    });
  }
  if (count > 0 && at !== undefined && at > end) {
    return new UserError(`the recording ends at ${shownDuration(end)}, before --at`, {
      position: { file },
      next: 'leave out --at to see the decision about it',
    });
  }
  const isInFile = count > 0 && at !== undefined;
  const message = isInFile
    ? `pod ${pod} does not exist at that time`
    : `the recording contains no pod ${pod}`;
  return new UserError(message, {
    position: { file },
    next: isInFile
      ? 'leave out --at to see the decision about it'
      : 'names may be pseudonyms: report -o csv writes the recorded ones to event_history.csv',
  });
}

function sameName({ count }: FoundPods, at: number | undefined): Problem[] {
  if (count < 2 || at !== undefined) return [];
  const message = `${counted(count, 'pod')} of this name came one after the other: the last one that was decided about is explained`;
  return [{ code: 'left-out', severity: 'warning', message, next: 'choose another with --at or by its uid' }];
}
