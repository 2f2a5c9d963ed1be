/** Resource names as small integers, so that what nodes hold and pods ask for are arrays of numbers. */

export const CPU_COLUMN = 0;
export const MEMORY_COLUMN = 1;
/** Column 2 is ephemeral-storage, which nothing treats specially. This one is allocatable only: what a pod requests of it means nothing. */
export const PODS_COLUMN = 3;
/** Columns from here on are extended resources, hugepages and attachable volumes ("scalar resources" in kube-scheduler). */
export const FIRST_SCALAR = 4;

/** Grows as resources are met and never shrinks. Two schedulers never share one. */
export interface ResourceColumns {
  readonly names: string[];
  readonly byName: Map<string, number>;
}

/** Columns with the four that every cluster has. */
export function createResourceColumns(): ResourceColumns {
  const names = ['cpu', 'memory', 'ephemeral-storage', 'pods'];
  return { names, byName: new Map(names.map((name, column) => [name, column])) };
}

/** The column of a resource, a new one if it was never met. */
export function columnOf(columns: ResourceColumns, name: string): number {
  const known = columns.byName.get(name);
  if (known !== undefined) return known;
  const column = columns.names.length;
  columns.names.push(name);
  columns.byName.set(name, column);
  return column;
}

/** Amounts by column; columns of resources met later are simply beyond its end. */
export function toColumns(
  columns: ResourceColumns,
  amounts: ReadonlyMap<string, number>,
): Map<number, number> {
  const result = new Map<number, number>();
  for (const [name, amount] of amounts) result.set(columnOf(columns, name), amount);
  return result;
}
