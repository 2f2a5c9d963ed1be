/** Checks that clusters start one after another, and that a process that was killed in its turn holds up no other. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { temporaryFolder } from '../temporary-folder.ts';
import { cacheFolder } from './cluster/cache-folder.ts';
import { takeTurn } from './cluster/start-turn.ts';

const never = new AbortController().signal;

/** A cache of this test alone, so that other files of tests can start their clusters. */
function ownCache(t: ExecutionContext): void {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = temporaryFolder(t);
  mkdirSync(cacheFolder());
  t.teardown(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });
}

test.serial('a second turn begins when the first ends', async (t) => {
  ownCache(t);
  const endFirst = await takeTurn(never);
  let isSecond = false;
  const second = takeTurn(never).then((end) => {
    isSecond = true;
    return end;
  });
  await sleep(300);
  t.false(isSecond);
  await endFirst();
  await (await second)();
});

test.serial('a turn of a process that has ended is passed over', async (t) => {
  ownCache(t);
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(cacheFolder(), 'starting.pid'), String(pid));
  await (await takeTurn(never))();
  t.pass();
});

test.serial('an interruption ends the wait for a turn', async (t) => {
  ownCache(t);
  const end = await takeTurn(never);
  const interruption = new AbortController();
  const waiting = takeTurn(interruption.signal);
  interruption.abort(new Error('interrupted'));
  await t.throwsAsync(waiting, { message: 'interrupted' });
  await end();
});
