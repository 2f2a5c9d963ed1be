/** Waits until an API server answers on given paths. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { UserError } from '../../../src/core/errors/user-error.ts';

/** The administrator's TLS credentials, in PEM. */
export interface ClientCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const SECONDS = 60;
const POLL_MILLISECONDS = 50;

/**
 * Asks for every path until the server answers it.
 *
 * @throws UserError with the last answer, after a minute.
 */
export async function answers(
  server: string,
  certificate: ClientCertificate,
  paths: readonly string[],
): Promise<void> {
  const dispatcher = new Agent({ connect: { ...certificate } });
  const deadline = performance.now() + SECONDS * 1000;
  try {
    for (const path of paths) {
      let answer = await ask(`${server}${path}`, dispatcher);
      while (answer.status !== 200) {
        if (performance.now() > deadline) {
          throw new UserError(`${server}${path} is not ready after ${SECONDS} s: ${answer.text}`, {
            next: 'try again on a machine with more to spare',
            exitCode: 3,
          });
        }
        await sleep(POLL_MILLISECONDS);
        answer = await ask(`${server}${path}`, dispatcher);
      }
    }
  } finally {
    await dispatcher.destroy();
  }
}

async function ask(url: string, dispatcher: Agent): Promise<{ status: number; text: string }> {
  try {
    const { statusCode, body } = await request(url, { dispatcher, headersTimeout: 2000 });
    return { status: statusCode, text: await body.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}
