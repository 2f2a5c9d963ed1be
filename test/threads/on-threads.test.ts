/** Pieces of work on threads: an error comes out, whatever the other threads do at that moment. */
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { onThreads } from '../../src/threads/on-threads.ts';

/** Throws for a negative piece, and otherwise answers the double. */
const DOUBLING = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (piece) => {
    if (piece < 0) throw new Error('piece ' + piece);
    parentPort.postMessage(2 * piece);
  });
`;

function start(): Worker {
  return new Worker(DOUBLING, { eval: true });
}

/** Keeps this thread busy, so that what the other threads send by then arrives at once. */
function stayBusy(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test('results stand in the order of the pieces', async (t) => {
  t.deepEqual(await onThreads({ pieces: [1, 2, 3], threads: 2, start }), [2, 4, 6]);
});

test('an error comes out while another thread fails at the same moment', async (t) => {
  t.timeout(20_000);
  const going = onThreads({ pieces: [-1, -2], threads: 2, start });
  stayBusy(1000);
  const error = await t.throwsAsync(going, { any: true });
  t.regex(String(error), /piece -[12]$/);
});

test('an error comes out while another thread answers at the same moment', async (t) => {
  t.timeout(20_000);
  const going = onThreads({ pieces: [-1, 2, 3], threads: 2, start });
  stayBusy(1000);
  t.regex(String(await t.throwsAsync(going, { any: true })), /piece -1$/);
});
