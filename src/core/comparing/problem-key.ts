/** Recognises a problem that several replays of one file have, each with its own seed or time. */
import type { Problem } from '../errors/problem.ts';

/**
 * What an idle flag does in one replay stands behind the colon: its seed, and the time at which the last pod would end. Other problems at two
 * places of the file are two.
 */
export function problemKey({ code, message, position }: Problem): string {
  if (code === 'idle-flag') return `${code} ${message.split(': ')[0]}`;
  return JSON.stringify([code, message, position]);
}
