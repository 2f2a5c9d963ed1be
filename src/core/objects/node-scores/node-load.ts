/** Defines the load of a node in four dimensions, which the scores compare between nodes. */

export interface NodeLoad {
  readonly node: string;
  /** Used ÷ offered, 0 to 1. */
  readonly cpuUsage: number;
  /** Share of the time in which something waits, 0 to 1. */
  readonly cpuPressure: number;
  readonly memoryUsage: number;
  readonly memoryPressure: number;
}

/** Usage and pressure of cpu, then of memory. */
export type LoadVector = readonly [
  cpuUsage: number,
  cpuPressure: number,
  memoryUsage: number,
  memoryPressure: number,
];

export function loadVector({ cpuUsage, cpuPressure, memoryUsage, memoryPressure }: NodeLoad): LoadVector {
  return [cpuUsage, cpuPressure, memoryUsage, memoryPressure];
}

/** A vector of the four dimensions, each computed by itself. */
export function eachDimension(compute: (dimension: number) => number): LoadVector {
  return [compute(0), compute(1), compute(2), compute(3)];
}
