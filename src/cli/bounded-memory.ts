/** Keeps a program small that parses and throws away gigabytes: V8 would answer so much garbage with ever more room for it. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Room for new objects: with less of it more live on into the old generation, and cost there. */
const YOUNG_BYTES = 16 * 1024 * 1024;
const LOOK_EVERY = 20;

/**
 * From here on the heap grows no further than it must; to be called before much is loaded. Without it a recorder at full speed takes 340 MB
 * (measured with bench/record.ts).
 */
export function keepMemoryBounded(): void {
  setFlagsFromString('--heap-growing-percent=50');
  const looking = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if ((young?.space_size ?? YOUNG_BYTES) < YOUNG_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    clearInterval(looking);
  }, LOOK_EVERY);
  looking.unref();
}
