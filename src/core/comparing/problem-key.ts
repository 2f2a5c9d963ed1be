/** Recognises a problem that several replays of one file have, each with its own seed or time. */
import type { Problem } from '../errors/problem.ts';

/** What an idle flag does in one replay stands behind the colon: its seed, and the time at which the last pod would end. */
export function problemKey({ code, message }: Problem): string {
  return `${code} ${code === 'idle-flag' ? message.split(': ')[0] : message}`;
}
