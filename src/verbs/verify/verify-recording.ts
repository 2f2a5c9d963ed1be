/** Plays the decisions of a recording through the model and counts where the two agree. */

import { knownLatency, longestLatency } from '../../core/decisions/known-latency.ts';
import { searchKindOf } from '../../core/decisions/partial-searches.ts';
import { createVerification } from '../../core/decisions/verification.ts';
import type { Verification } from '../../core/decisions/verification-figures.ts';
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import { type DecidedRecordingRequest, readDecidedRecording } from '../../storage/decided-recording.ts';

export interface VerifyRequest extends DecidedRecordingRequest {
  /** Microseconds of wall time within which the order of events is not known. */
  readonly slack: number;
  readonly onProgress: (text: () => string) => void;
}

export interface VerifiedRecording {
  readonly header: RecordingHeader;
  readonly verification: Verification;
  readonly problems: readonly Problem[];
}

function completeness({ source: { kind, target } }: RecordingHeader): 'always' | 'if-labelled' | 'never' {
  if (kind !== 'replay') return 'never';
  return target === 'embedded' ? 'always' : 'if-labelled';
}

/** A live replay writes scenario time, and a scenario can let its scheduler take longer than any slack. */
function slackOf(header: RecordingHeader, slack: number): number {
  const { speed = 1 } = header.source;
  return Math.max(longestLatency(knownLatency(header)), Math.round(slack * Math.max(1, speed)));
}

/** @throws {UserError} if the file cannot be read or is no recording, for a version or configuration that is not known, and if nothing was decided. */
export async function verifyRecording(request: VerifyRequest): Promise<VerifiedRecording> {
  const { file, slack, onProgress } = request;
  const { header, follower, problems } = await readDecidedRecording(
    request,
    (first, model) =>
      createVerification({
        ...model,
        isWhole: completeness(first),
        slack: slackOf(first, slack),
        latency: knownLatency(first),
        search: searchKindOf(first),
      }),
    (read, { decided }) =>
      onProgress(() => `${counted(read, 'line')} read, ${counted(decided, 'decision')} compared`),
  );
  const verification = follower.finish();
  const { bindings, refusals, undecided } = verification;
  if (bindings.decided + refusals.decided === 0 && Object.keys(undecided).length === 0) {
    throw new UserError('the recording contains no decision of a scheduler: there is nothing to verify', {
      position: { file },
      next: 'record while pods are created',
    });
  }
  return { header, verification, problems };
}
