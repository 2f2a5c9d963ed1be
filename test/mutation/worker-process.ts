/** Starts a worker process, sends it one request at a time, and ends it when it does not answer in time. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Loaded, RunReply, RunRequest } from './messages.ts';

export interface Worker {
  readonly loaded: Loaded;
  /** Resolves to `timeout` or `crash` where no reply comes; the process is gone then. */
  run(request: RunRequest, limit: number): Promise<RunReply | 'timeout' | 'crash'>;
  stop(): void;
}

/** Loading takes seconds, on a busy machine more. */
const LOAD_LIMIT = 120_000;

/**
 * @param input the path of a file with a `WorkerInput`.
 * @param mutant switched on before the code is loaded.
 */
export async function startWorker(input: string, mutant?: string): Promise<Worker | 'timeout' | 'crash'> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [input], {
    env: {
      ...process.env,
      KEG_WITHOUT_SHARED: '1',
      ...(mutant !== undefined && { __STRYKER_ACTIVE_MUTANT__: mutant }),
    },
    execArgv: ['--max-old-space-size=2048'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = (): void => {
    child.kill('SIGKILL');
  };
  const loaded = await reply<Loaded>(child, LOAD_LIMIT);
  if (typeof loaded === 'string') return loaded;
  return {
    loaded,
    run(request, limit) {
      const answer = reply<RunReply>(child, limit);
      child.send(request);
      return answer;
    },
    stop,
  };
}

/** The next message; a child that sends none in time is killed. */
function reply<Message>(child: ChildProcess, limit: number): Promise<Message | 'timeout' | 'crash'> {
  return new Promise((resolve) => {
    const settle = (result: Message | 'timeout' | 'crash'): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      resolve(result);
    };
    const onMessage = (message: unknown): void => settle(message as Message);
    const onExit = (): void => settle('crash');
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle('timeout');
    }, limit);
    child.on('message', onMessage).on('exit', onExit);
  });
}
