/** Reads a recording whose decisions are compared with the model: with the version and the configuration that decided. */
import { recordedVersion } from '../core/decisions/recorded-version.ts';
import type { Problem } from '../core/errors/problem.ts';
import { nodeProblems } from '../core/recording/node-problems.ts';
import type { Observation, RecordingHeader } from '../core/recording/observation.ts';
import { readingProblems } from '../core/recording/reading-problems.ts';
import { checkRecordedConfiguration } from '../core/recording/recorded-configuration.ts';
import type { SchedulerOptions } from '../core/scheduler/scheduler.ts';
import { readRecordingFile } from './recording-file.ts';
import { openSchedulerConfiguration } from './scheduler-configuration-file.ts';

export interface DecidedRecordingRequest {
  readonly file: string;
  /** Default: the version in the recording's header. */
  readonly kubernetesVersion?: string | undefined;
  /** A file with the KubeSchedulerConfiguration of the scheduler that decided. Default: that of the header, else the default profile. */
  readonly schedulerConfig?: string | undefined;
}

interface Follower {
  observe(observation: Observation): void;
}

interface DecidedRecording<Some extends Follower> {
  readonly header: RecordingHeader;
  readonly follower: Some;
  readonly problems: readonly Problem[];
}

/** Lines between two calls of `onLines`. */
const LINES_BETWEEN_CALLS = 2000;

/**
 * Reads the file in one pass.
 *
 * @param follow starts what follows the observations, once the header is read.
 * @param onLines gets the number of lines so far.
 * @throws {UserError} if the file cannot be read or is no recording, and for a version or configuration that is not known.
 */
export async function readDecidedRecording<Some extends Follower>(
  request: DecidedRecordingRequest,
  follow: (
    header: RecordingHeader,
    model: Pick<SchedulerOptions, 'kubernetesVersion' | 'configuration'>,
  ) => Some,
  onLines: (count: number, follower: Some) => void,
): Promise<DecidedRecording<Some>> {
  const { file, schedulerConfig } = request;
  const given = schedulerConfig === undefined ? undefined : await openSchedulerConfiguration(schedulerConfig);
  let started: Omit<DecidedRecording<Some>, 'problems'> | undefined;
  let versionProblems: readonly Problem[] = [];
  let read = 0;
  const end = await readRecordingFile(file, {
    header(header) {
      const { version, problems } = recordedVersion(header, request.kubernetesVersion);
      versionProblems = problems;
      const { configuration } = header.source;
      if (given) given.check(version);
      else checkRecordedConfiguration(configuration, version, file);
      const model = {
        kubernetesVersion: version,
        configuration: given ? given.configuration : configuration,
      };
      started = { header, follower: follow(header, model) };
    },
    observe(observation) {
      started!.follower.observe(observation);
      read += 1;
      if (read % LINES_BETWEEN_CALLS === 0) onLines(read, started!.follower);
    },
  });
  return {
    ...started!,
    problems: [...readingProblems(file, end), ...nodeProblems(started!.header), ...versionProblems],
  };
}
