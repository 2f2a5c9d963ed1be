/** Answers the three calls by which kube-scheduler-simulator restarts its scheduler in Docker, and restarts the process as Docker would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulerFile } from './simulator-files.ts';

/** The simulator looks for a container of this name. */
const CONTAINER = { Id: 'scheduler', Names: ['/simulator-scheduler'] };
/** Docker's own patience before it kills a container. */
const PATIENCE_MS = 10_000;

const [folder = '', port = '', program = '', apiServer = ''] = process.argv.slice(2);
let scheduler = await startScheduler();

const server = createServer(({ method = '', url = '' }, response) => {
  answer(`${method} ${url}`, response).catch((error: unknown) => {
    response.writeHead(500).end(JSON.stringify({ message: String(error) }));
  });
});
server.listen(Number(port), '127.0.0.1');

async function answer(call: string, response: ServerResponse): Promise<void> {
  if (/ \/_ping$/.test(call)) return void response.writeHead(200, { 'api-version': '1.43' }).end();
  if (/^GET .*\/containers\/json/.test(call)) return json(response, [CONTAINER]);
  if (/^GET .*\/containers\/scheduler\/json/.test(call)) {
    return json(response, { ...CONTAINER, State: { Status: isRunning(scheduler) ? 'running' : 'exited' } });
  }
  if (/^POST .*\/containers\/scheduler\/restart/.test(call)) {
    await endScheduler(scheduler);
    scheduler = await startScheduler();
    return void response.writeHead(204).end();
  }
  response.writeHead(404).end(JSON.stringify({ message: `no answer to ${call}` }));
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function startScheduler(): Promise<ChildProcess> {
  const log = await open(join(folder, 'simulator-scheduler.log'), 'a');
  try {
    const child = spawn(program, ['--config', schedulerFile(folder), '--master', apiServer], {
      // The simulator's scheduler reads it beside its configuration.
      env: { ...process.env, KUBECONFIG: join(folder, 'kubeconfig.yaml') },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    await writeFile(join(folder, 'simulator-scheduler.pid'), String(child.pid));
    return child;
  } finally {
    await log.close();
  }
}

async function endScheduler(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
  if (isRunning(child)) child.kill('SIGKILL');
  await ended;
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
