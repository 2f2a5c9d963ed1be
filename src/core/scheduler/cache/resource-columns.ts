/** Maps resource names to small integers, so that the amounts of nodes and pods are arrays of numbers. */

export const CPU_COLUMN = 0;
export const MEMORY_COLUMN = 1;
/** Only nodes have an amount here: a pod's own request for `pods` is ignored. (Column 2 is ephemeral-storage; it needs no constant.) */
export const PODS_COLUMN = 3;
/** Columns from here on are extended resources, hugepages and attachable volumes ("scalar resources" in kube-scheduler). */
export const FIRST_SCALAR = 4;

/** Grows with every new resource name and never shrinks. Each scheduler has its own. */
export interface ResourceColumns {
  readonly names: string[];
  readonly byName: Map<string, number>;
  /** Number of results that are kept for each pod template (`framework/per-template.ts`). */
  derivations: number;
  /** The lists of columns that pods request. */
  readonly requested: RequestedColumns;
}

/** A list of columns in ascending order, and the lists that begin with it, by the next column. */
interface RequestedColumns {
  readonly list: readonly number[];
  readonly longer: Map<number, RequestedColumns>;
}

/** The four columns that every cluster has. */
export function createResourceColumns(): ResourceColumns {
  const names = ['cpu', 'memory', 'ephemeral-storage', 'pods'];
  return {
    names,
    byName: new Map(names.map((name, column) => [name, column])),
    derivations: 0,
    requested: { list: [], longer: new Map() },
  };
}

/** The column of a resource. A new name gets a new column. */
export function columnOf(columns: ResourceColumns, name: string): number {
  const known = columns.byName.get(name);
  if (known !== undefined) return known;
  const column = columns.names.length;
  columns.names.push(name);
  columns.byName.set(name, column);
  return column;
}

/** Amounts by column. */
export function toColumns(
  columns: ResourceColumns,
  amounts: ReadonlyMap<string, number>,
): Map<number, number> {
  const result = new Map<number, number>();
  for (const [name, amount] of amounts) result.set(columnOf(columns, name), amount);
  return result;
}
