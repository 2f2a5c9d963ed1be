/** Finds names that no other entry of the scenario has: a figure of an entry belongs to the group of that name. */

/** The name, or the name with the first number from 2 on that is free. It is taken from then on. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  taken.add(free);
  return free;
}
