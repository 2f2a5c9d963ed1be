/** Scores a node by the storage that its volumes use of what there is (volumebinding/scorer.go). */
import { parseQuantity } from '../../../objects/quantity.ts';
import { requestedToCapacityRatio, type ShapePoint } from '../resource-strategies.ts';
import { capacityBytes, requestedBytes, storageClassOf } from './claims.ts';
import type { NodeVolumes } from './node-volumes.ts';

interface Share {
  requested: number;
  capacity: number;
}

/** Prefers nodes with more room. */
export const DEFAULT_SHAPE: readonly ShapePoint[] = [
  { utilization: 0, score: 10 },
  { utilization: 100, score: 0 },
];

/** The mean over the classes, rounded. 0 for a node whose volumes all exist already, or whose capacity is not known. */
export function storageScore(shape: readonly ShapePoint[]): (volumes: NodeVolumes) => number {
  const ratio = requestedToCapacityRatio(shape);
  return (volumes) => {
    const shares = [...sharesByClass(volumes).values()];
    if (shares.length === 0) return 0;
    let sum = 0;
    for (const { requested, capacity } of shares)
      sum += capacity === 0 ? ratio(1, 0) : ratio(requested, capacity);
    return Math.round(sum / shares.length);
  };
}

/** Volumes that exist count alone; without them, those to be made count. All those of a class come from one capacity. */
function sharesByClass({ matched, provisions }: NodeVolumes): Map<string, Share> {
  const shares = new Map<string, Share>();
  const shareOf = (name: string) => {
    const share = shares.get(name) ?? { requested: 0, capacity: 0 };
    shares.set(name, share);
    return share;
  };
  for (const { claim, volume } of matched) {
    const share = shareOf(volume.spec?.storageClassName ?? '');
    share.requested += requestedBytes(claim);
    share.capacity += capacityBytes(volume);
  }
  if (matched.length > 0) return shares;
  for (const { claim, capacity } of provisions) {
    if (!capacity) continue;
    const share = shareOf(storageClassOf(claim));
    share.capacity = parseQuantity(capacity.capacity ?? 0);
    share.requested += requestedBytes(claim);
  }
  return shares;
}
