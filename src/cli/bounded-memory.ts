/** Limits the heap of a program that parses and discards gigabytes: by default V8 answers so much garbage with an ever larger heap. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Size of the space for new objects. With a smaller one more objects move to the old generation, where collecting them costs more. */
const YOUNG_BYTES = 16 * 1024 * 1024;
const CHECK_EVERY = 20;

/** Every start of keg sets this one (release/bundled/compiled-code.cjs). */
const NOT_GROWING = '--semi-space-growth-factor=1';
const GROWING = '--semi-space-growth-factor=2';

/** The first Node version whose V8 has --memory-saver-mode. */
const SAVING_SINCE = 24;

const CAN_SAVE = Number(process.versions.node.split('.', 1)[0]) >= SAVING_SINCE;

/**
 * Makes the heap grow as little as possible from now on. Call it before much is loaded. A recorder at full speed takes 340 MB without it and
 * 190 to 240 MB with it, for 5 % more processor time (measured with bench/record.ts).
 */
export function keepMemoryBounded(): void {
  setFlagsFromString('--heap-growing-percent=50');
  if (CAN_SAVE) setFlagsFromString('--memory-saver-mode');
  setFlagsFromString(GROWING);
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if ((young?.space_size ?? YOUNG_BYTES) < YOUNG_BYTES) return;
    setFlagsFromString(NOT_GROWING);
    clearInterval(timer);
  }, CHECK_EVERY);
  timer.unref();
  // Compiled code is kept at the end, and V8 takes it only with the flags that it was made with.
  if (!process.listeners('exit').includes(restoreFlags)) process.prependOnceListener('exit', restoreFlags);
}

function restoreFlags(): void {
  setFlagsFromString('--heap-growing-percent=0');
  if (CAN_SAVE) setFlagsFromString('--no-memory-saver-mode');
  setFlagsFromString(NOT_GROWING);
}
