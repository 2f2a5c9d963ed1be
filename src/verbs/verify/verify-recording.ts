/** Plays the decisions of a recording through the model and counts where the two agree. */

import { recordedVersion } from '../../core/decisions/recorded-version.ts';
import { createVerification, type RunningVerification } from '../../core/decisions/verification.ts';
import type { Verification } from '../../core/decisions/verification-figures.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import { readingProblems } from '../../core/recording/reading-problems.ts';
import { readRecordingFile } from '../../storage/recording-file.ts';
import { readSchedulerConfiguration } from '../../storage/scheduler-configuration-file.ts';

export interface VerifyRequest {
  readonly file: string;
  /** Default: the version in the recording's header. */
  readonly kubernetesVersion?: string | undefined;
  /** A file with the KubeSchedulerConfiguration of the scheduler that decided. Default: the default profile. */
  readonly schedulerConfig?: string | undefined;
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

const OBSERVATIONS_BETWEEN_REPORTS = 2000;

/** @throws {UserError} if the file cannot be read or is no recording, for a version or configuration that is not known, and if nothing was decided. */
export async function verifyRecording(request: VerifyRequest): Promise<VerifiedRecording> {
  const { file, schedulerConfig, slack, onProgress } = request;
  const configuration =
    schedulerConfig === undefined ? undefined : await readSchedulerConfiguration(schedulerConfig);
  let header: RecordingHeader | undefined;
  let running: RunningVerification | undefined;
  let versionProblems: readonly Problem[] = [];
  let read = 0;
  const end = await readRecordingFile(file, {
    header(first) {
      header = first;
      const { version, problems } = recordedVersion(first, request.kubernetesVersion);
      versionProblems = problems;
      // A live replay writes scenario time.
      const speed = first.source.speed ?? 1;
      running = createVerification({
        kubernetesVersion: version,
        configuration,
        isWhole: completeness(first),
        slack: Math.round(slack * Math.max(1, speed)),
      });
    },
    observe(observation) {
      running!.observe(observation);
      read += 1;
      if (read % OBSERVATIONS_BETWEEN_REPORTS === 0)
        onProgress(() => `${read} lines read, ${running!.decided} decisions compared`);
    },
  });
  const verification = running!.finish();
  const { bindings, refusals, undecided } = verification;
  if (bindings.decided + refusals.decided === 0 && Object.keys(undecided).length === 0) {
    throw new UserError('the recording contains no decision of a scheduler: there is nothing to verify', {
      position: { file },
      next: 'record while pods are created',
    });
  }
  return { header: header!, verification, problems: [...readingProblems(file, end), ...versionProblems] };
}
