/** Turns the refusal of a task, which comes out of a thread as plain data, into the user's error again. */
import { UserError } from '../errors/user-error.ts';
import type { PlayedTask, TaskResult } from './replay-task.ts';

/** @param about begins the message. @throws {UserError} for a task that was refused. */
export function requirePlayed(result: TaskResult, about = ''): PlayedTask {
  if (!('refused' in result)) return result;
  const { message, ...options } = result.refused;
  throw new UserError(about + message, options);
}
