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

/** Amounts of some columns, side by side. A map of two of them takes 200 bytes, and thousands of pods may have amounts of their own. */
export interface ColumnAmounts {
  /** Pods that request the same resources share the list. */
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
}

/** A list of columns, and the lists that begin with it, by the next column. */
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

/** In the order of the map. */
export function toColumns(columns: ResourceColumns, byName: ReadonlyMap<string, number>): ColumnAmounts {
  const amounts = new Array<number>(byName.size);
  let known = columns.requested;
  for (const [name, amount] of byName) {
    amounts[known.list.length] = amount;
    known = longerList(known, columnOf(columns, name));
  }
  return { columns: known.list, amounts };
}

/** The amount of a column; undefined where there is none. */
export function amountIn({ columns, amounts }: ColumnAmounts, column: number): number | undefined {
  for (let i = 0; i < columns.length; i++) if (columns[i] === column) return amounts[i];
  return undefined;
}

/** Those of the amounts that NodeResourcesFit checks, in the order in which it lists short resources. (The message sorts its reasons anyway.) */
export function checkedAmounts({ requested }: ResourceColumns, request: ColumnAmounts): ColumnAmounts {
  if (isChecked(request)) return request;
  const { columns, amounts } = request;
  const pairs = columns.flatMap((column, i) => {
    const amount = amounts[i] as number;
    return column === PODS_COLUMN || !(amount > 0) ? [] : [[column, amount] as const];
  });
  pairs.sort(([one], [other]) => one - other);
  let known = requested;
  for (const [column] of pairs) known = longerList(known, column);
  return { columns: known.list, amounts: pairs.map(([, amount]) => amount) };
}

/** Whether they are in ascending order, above 0, and none is a number of pods. */
function isChecked({ columns, amounts }: ColumnAmounts): boolean {
  let last = -1;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as number;
    if (column <= last || column === PODS_COLUMN || !((amounts[i] as number) > 0)) return false;
    last = column;
  }
  return true;
}

function longerList(known: RequestedColumns, column: number): RequestedColumns {
  let next = known.longer.get(column);
  if (!next) {
    next = { list: [...known.list, column], longer: new Map() };
    known.longer.set(column, next);
  }
  return next;
}
