/** Recognises names of one series: pods that differ only in numbers and random parts of their names belong together. */

export interface NamePattern {
  /** Equal for names of one series. */
  readonly pattern: string;
  /** What the names of the series have in common; empty where nothing is left. */
  readonly stem: string;
}

const SEPARATOR = /[-._]+/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** The letters and digits of random suffixes (k8s.io/apimachinery/pkg/util/rand). */
const RANDOM = /^[bcdfghjklmnpqrstvwxz2456789]+$/;
const RANDOM_SUFFIX = 5;

/** A number, a hash, or a random suffix of a controller stands for any other one. */
export function namePattern(name: string): NamePattern {
  const parts = name.replaceAll(UUID, '0').split(SEPARATOR);
  const kept = parts.map((part, index) => (isGenerated(part, parts, index) ? undefined : part));
  const stem = kept.filter((part) => part !== undefined && part !== '').join('-');
  return { pattern: kept.map((part) => part ?? '*').join('-'), stem };
}

function isGenerated(part: string, parts: readonly string[], index: number): boolean {
  if (index === 0 && parts.length > 1 && !/^\d+$/.test(part)) return false;
  if (/^\d+$/.test(part)) return true;
  if (/^[0-9a-f]{8,}$/i.test(part) && /\d/.test(part)) return true;
  const isLast = index === parts.length - 1;
  if (isLast) return part.length === RANDOM_SUFFIX && RANDOM.test(part) && index > 0;
  // The hash of a ReplicaSet stands before the suffix of its pod.
  const isBeforeLast = index === parts.length - 2 && index > 0;
  return isBeforeLast && /^[a-z0-9]{6,10}$/.test(part) && /\d/.test(part) && RANDOM.test(part);
}
