/** The three scoring strategies of NodeResourcesFit (plugins/noderesources: least, most, requested_to_capacity_ratio). */
import { divide, percent } from '../integer.ts';

/** Scores one resource 0..100 from the requested amount, the pod included, and the capacity, which must not be 0. */
export type ResourceScore = (requested: number, capacity: number) => number;

export interface ShapePoint {
  /** Percent of capacity, 0..100. Rises from point to point. */
  readonly utilization: number;
  /** 0..10. */
  readonly score: number;
}

/** Prefers the node with the smaller share requested. */
export const leastAllocated: ResourceScore = (requested, capacity) =>
  requested > capacity ? 0 : percent(capacity - requested, capacity);

/** Prefers the node with the larger share requested. */
export const mostAllocated: ResourceScore = (requested, capacity) =>
  percent(Math.min(requested, capacity), capacity);

/** Interpolates the score linearly between the points of the shape. */
export function requestedToCapacityRatio(shape: readonly ShapePoint[]): ResourceScore {
  const scoreAt = brokenLine(shape.map(({ utilization, score }) => ({ utilization, score: score * 10 })));
  return (requested, capacity) => scoreAt(requested > capacity ? 100 : percent(requested, capacity));
}

function brokenLine(points: readonly ShapePoint[]): (utilization: number) => number {
  return (utilization) => {
    let before: ShapePoint | undefined;
    for (const point of points) {
      if (utilization <= point.utilization) {
        if (!before) return point.score;
        const rise = (point.score - before.score) * (utilization - before.utilization);
        return before.score + divide(rise, point.utilization - before.utilization);
      }
      before = point;
    }
    return before?.score ?? 0;
  };
}
