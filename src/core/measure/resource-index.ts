/** Numbers resource names, so that amounts are arrays. Every resource of an allocatable or a request gets a number. */

export interface ResourceIndex {
  readonly names: string[];
  readonly numbers: Map<string, number>;
  /** The list of no resources, and behind it all others: thousands of requests name the same resources, in the same order. */
  readonly lists: SharedList;
}

/** A list of resource numbers that several amounts share, and the lists that have one number more. */
interface SharedList {
  readonly resources: readonly number[];
  readonly longer: (SharedList | undefined)[];
}

/** Amounts by resource number, as two parallel arrays. */
export interface Amounts {
  readonly resources: readonly number[];
  readonly amounts: readonly number[];
}

/** Numbers of the resources that every node offers. */
export const CPU = 0;
export const MEMORY = 1;
export const PODS = 2;

/** Nanocores in a millicore: what is used is kept in nanocores, in which it is a whole number. */
export const FINE_CPU = 1e6;

export function resourceIndex(): ResourceIndex {
  const index: ResourceIndex = { names: [], numbers: new Map(), lists: { resources: [], longer: [] } };
  for (const name of ['cpu', 'memory', 'pods']) numberOf(index, name);
  return index;
}

/** The number of a resource. A new name gets the next number. */
export function numberOf(index: ResourceIndex, name: string): number {
  const known = index.numbers.get(name);
  if (known !== undefined) return known;
  const number = index.names.length;
  index.names.push(name);
  index.numbers.set(name, number);
  return number;
}

export function indexAmounts(index: ResourceIndex, amounts: ReadonlyMap<string, number>): Amounts {
  const values = new Array<number>(amounts.size);
  let list = index.lists;
  for (const [name, amount] of amounts) {
    values[list.resources.length] = amount;
    list = longerList(list, numberOf(index, name));
  }
  return { resources: list.resources, amounts: values };
}

function longerList(list: SharedList, number: number): SharedList {
  const known = list.longer[number];
  if (known) return known;
  const longer = { resources: [...list.resources, number], longer: [] };
  list.longer[number] = longer;
  return longer;
}

/** cpu, memory, pods, then the others in alphabetical order. */
export function inDisplayOrder(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}

const FIRST = ['cpu', 'memory', 'pods'];

function rank(name: string): number {
  const position = FIRST.indexOf(name);
  return position === -1 ? FIRST.length : position;
}

/** The unit of an amount of this resource. */
export function unitOf(resource: string): 'millicores' | 'bytes' | 'count' {
  if (resource === 'cpu') return 'millicores';
  if (resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-'))
    return 'bytes';
  return 'count';
}
