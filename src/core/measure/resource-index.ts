/** Numbers resource names, so that amounts are arrays. Every resource of an allocatable or a request gets a number. */

export interface ResourceIndex {
  readonly names: string[];
  readonly numbers: Map<string, number>;
  /** Lists of resource numbers that several amounts share. */
  readonly lists: Map<string, readonly number[]>;
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
  const index: ResourceIndex = { names: [], numbers: new Map(), lists: new Map() };
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
  const resources: number[] = [];
  const values: number[] = [];
  for (const [name, amount] of amounts) {
    resources.push(numberOf(index, name));
    values.push(amount);
  }
  // Thousands of requests name the same resources, in the same order.
  const key = resources.join(' ');
  const known = index.lists.get(key) ?? resources;
  index.lists.set(key, known);
  return { resources: known, amounts: values };
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
