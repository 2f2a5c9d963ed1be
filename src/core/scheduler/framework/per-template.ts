/** Computes something about a pod template once, because pods of a template follow each other and would compute it again and again. */
import type { PodInfo } from '../cache/pod-info.ts';
import type { ResourceColumns } from '../cache/resource-columns.ts';

/** Kept for a result that is undefined. */
const NOTHING = Symbol('nothing');

/**
 * The results lie in the template's {@link PodInfo.derived}: a map of 50,000 templates would keep the garbage collector busy.
 *
 * @param columns those with which the pod infos were read.
 */
export function perTemplate<Result>(
  columns: ResourceColumns,
  compute: (info: PodInfo) => Result,
): (info: PodInfo) => Result {
  const index = columns.derivations;
  columns.derivations += 1;
  return (info) => {
    const known = info.derived[index];
    if (known !== undefined) return (known === NOTHING ? undefined : known) as Result;
    const result = compute(info);
    info.derived[index] = result === undefined ? NOTHING : result;
    return result;
  };
}
