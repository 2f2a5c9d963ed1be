/** Computes something about a pod template once, because pods of a template follow each other and would compute it again and again. */
import type { PodInfo } from '../cache/pod-info.ts';

export function perTemplate<Result>(compute: (info: PodInfo) => Result): (info: PodInfo) => Result {
  const known = new WeakMap<PodInfo, { readonly result: Result }>();
  return (info) => {
    let entry = known.get(info);
    if (!entry) {
      entry = { result: compute(info) };
      known.set(info, entry);
    }
    return entry.result;
  };
}
