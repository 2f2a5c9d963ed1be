/** Gives new objects more room for a program that makes many of them, lets go of them at once, and keeps few. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Every start of keg sets the first one (release/bundled/compiled-code.cjs). */
const NOT_GROWING = '--semi-space-growth-factor=1';
/** From 1 MiB to 8 MiB in one step, and to 64 MiB in a second one. */
const GROWING = '--semi-space-growth-factor=8';
/** Both halves of the space of a large replay: 32 MiB each. */
const LARGE_BYTES = 64 * 1024 * 1024;
/** Both halves at a start. Before the first collection V8 counts one of them. */
const SMALL_BYTES = 2 * 1024 * 1024;
/** Arrays of 8 KiB that survive together until the space has grown, and a number of them that is enough in any case. */
const ARRAY_LENGTH = 1024;
const MOST_ARRAYS = 1024;

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
 * The space of a large replay grows at once, best before its timeline is made: that alone takes 600 collections of a small space for 150,000 pods.
 * A short replay starts no faster with more room.
 */
export function growYoungSpaceFor(events: number): void {
  if (events < MANY_EVENTS || youngBytes() >= LARGE_BYTES) return;
  // From two halves of 1 MiB in a checkout, and from the 4 MiB each with which the bundle begins a replay.
  const before = Math.max(youngBytes(), SMALL_BYTES);
  const end = startGrowth(`--semi-space-growth-factor=${Math.ceil(LARGE_BYTES / before)}`);
  // V8 only lets it grow when objects survive that fill it.
  const surviving: number[][] = [];
  while (youngBytes() < LARGE_BYTES && surviving.length < MOST_ARRAYS)
    for (let i = 0; i < 16; i += 1) surviving.push(new Array<number>(ARRAY_LENGTH).fill(0));
  end();
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
  return young?.space_size ?? LARGE_BYTES;
}

function endGrowth(): void {
  setFlagsFromString(NOT_GROWING);
}
