/** Gives new objects more room for a program that makes many of them, lets go of them at once, and keeps few. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Every start of keg sets the first one (release/bundled/compiled-code.cjs). */
const NOT_GROWING = '--semi-space-growth-factor=1';
/** From 1 MiB to 8 MiB in one step, and to 64 MiB in a second one. */
const GROWING = '--semi-space-growth-factor=8';
/** Both halves of the space after one step: 16 MiB each. */
const GROWN_BYTES = 32 * 1024 * 1024;
/** How often that is looked at. Milliseconds. */
const LOOK_EVERY = 20;
/** Wall time from which on the start of a large replay is over. Milliseconds. */
const UNDER_WAY = 500;

/** From this number of events of a timeline on, objects live long enough to be moved again and again in a small space. */
const MANY_EVENTS = 20_000;

/**
 * The space for new objects grows once objects survive that fill it, as when a file is read. A space of 1 MiB is collected 2,500 times in a fit
 * of 8,000 pods.
 *
 * @returns ends the growth; the space stays as it is. V8 takes kept code only with the flags that it was made with, so code that is
 *   loaded before is compiled anew.
 */
export function growYoungSpace(): () => void {
  return startGrowth(GROWING);
}

/**
 * One step of growth for a replay of that many events, where they are many. A short replay starts no faster with more room. The step waits until
 * the replay is under way: objects of its start survive in such numbers that a second step follows before anything can end the growth.
 */
export function growYoungSpaceFor(events: number): void {
  if (events < MANY_EVENTS || youngBytes() >= GROWN_BYTES) return;
  setTimeout(() => {
    // From 1 MiB in a checkout, and from the 4 MiB with which the bundle begins a replay.
    const end = startGrowth(`--semi-space-growth-factor=${Math.ceil(GROWN_BYTES / youngBytes())}`);
    const timer = setInterval(() => {
      if (youngBytes() < GROWN_BYTES) return;
      clearInterval(timer);
      end();
    }, LOOK_EVERY);
    timer.unref();
  }, UNDER_WAY).unref();
}

function startGrowth(flag: string): () => void {
  setFlagsFromString(flag);
  // Compiled code is kept at the end. A process that runs several commands listens once.
  if (!process.listeners('exit').includes(endGrowth)) process.prependOnceListener('exit', endGrowth);
  return endGrowth;
}

/** Unknown counts as large. */
function youngBytes(): number {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return young?.space_size ?? GROWN_BYTES;
}

function endGrowth(): void {
  setFlagsFromString(NOT_GROWING);
}
