/** Warns of a recording that does not end as it should, in the same words for every command that reads it. */
import { counted } from '../errors/counted.ts';
import type { Problem } from '../errors/problem.ts';
import type { RecordingEnd } from './recording-reader.ts';

/** @param file the name of the recording. */
export function readingProblems(file: string, { isTorn, isClosed, unknown }: RecordingEnd): Problem[] {
  const problem = (code: Problem['code'], message: string): Problem => ({
    code,
    severity: 'warning',
    position: { file },
    message,
  });
  return [
    ...(isTorn ? [problem('torn-recording', 'the last line is cut short and is left out')] : []),
    ...(isClosed
      ? []
      : [problem('unclosed-recording', 'no close line: the recording ends at its last whole line')]),
    ...(unknown > 0
      ? [
          problem(
            'unknown-kind',
            `this version leaves out ${counted(unknown, 'line')} whose kind it does not know`,
          ),
        ]
      : []),
  ];
}
