/** Gives new objects more room for a program that makes many of them, lets go of them at once, and keeps few. */
import { setFlagsFromString } from 'node:v8';

/** Every start of keg sets the first one (release/bundled/compiled-code.cjs). */
const NOT_GROWING = '--semi-space-growth-factor=1';
/** From 1 MiB to 8 MiB in one step; a second step is the last one. */
const GROWING = '--semi-space-growth-factor=8';

/**
 * The space for new objects grows once objects survive that fill it, as when a file is read. A space of 1 MiB is collected 2,500 times in a fit
 * of 8,000 pods.
 *
 * @returns ends the growth; the space stays as it is. V8 takes kept code only with the flags that it was made with, so code that is
 *   loaded before is compiled anew.
 */
export function growYoungSpace(): () => void {
  setFlagsFromString(GROWING);
  // Compiled code is kept at the end. A process that runs several commands listens once.
  if (!process.listeners('exit').includes(endGrowth)) process.prependOnceListener('exit', endGrowth);
  return endGrowth;
}

function endGrowth(): void {
  setFlagsFromString(NOT_GROWING);
}
