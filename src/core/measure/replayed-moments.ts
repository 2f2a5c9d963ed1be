/** Goes through the log of a ledger for the figures of fragmentation: free room and balance, which are read only where somebody asks for them. */
import { type BalanceRows, balanceRows, closeRow, setShare } from './balance-rows.ts';
import { ADDED, anyChange, type CapacityLog, HELD, OFFERS, REMOVED, readChange } from './capacity-log.ts';
import { type FreeRoom, freeRoom, type ReferencePod } from './free-room.ts';
import { type Amounts, CPU, MEMORY } from './resource-index.ts';

export interface ReplayedMoments {
  readonly free: FreeRoom;
  readonly cpu: BalanceRows;
  readonly memory: BalanceRows;
}

/** Of one node: millicores and bytes. */
interface NodeAmounts {
  cpu: number;
  memory: number;
}

/** @param from and `to`: of the free room, in µs. */
export function replayMoments(
  log: CapacityLog,
  nodes: number,
  pod: ReferencePod,
  from: number,
  to: number,
): ReplayedMoments {
  const moments = {
    free: freeRoom(nodes, pod, from, to),
    cpu: balanceRows(nodes),
    memory: balanceRows(nodes),
  };
  const none = (): NodeAmounts => ({ cpu: 0, memory: 0 });
  const offered = Array.from({ length: nodes }, none);
  const requested = Array.from({ length: nodes }, none);
  const change = anyChange();
  let last: number | undefined;
  for (let position = 0; position < log.amounts.length; position += 1) {
    readChange(log, position, change);
    const { at, node, kind, amounts } = change;
    if (last !== undefined && at > last) close(moments);
    last = at;
    const [offers, asks] = [offered[node]!, requested[node]!];
    if (kind === ADDED || kind === OFFERS) Object.assign(offers, of(amounts, 1));
    else if (kind === REMOVED) {
      Object.assign(offers, none());
      Object.assign(asks, none());
    } else {
      const { cpu, memory } = of(amounts, kind === HELD ? 1 : -1);
      asks.cpu += cpu;
      asks.memory += memory;
    }
    setShare(moments.cpu, node, offers.cpu, asks.cpu);
    setShare(moments.memory, node, offers.memory, asks.memory);
    moments.free.set(at, node, offers.cpu - asks.cpu, offers.memory - asks.memory);
  }
  if (last !== undefined) close(moments);
  return moments;
}

function close({ cpu, memory }: ReplayedMoments): void {
  closeRow(cpu);
  closeRow(memory);
}

function of({ resources, amounts }: Amounts, sign: 1 | -1): NodeAmounts {
  const sum = (resource: number): number => {
    const position = resources.indexOf(resource);
    return position < 0 ? 0 : sign * amounts[position]!;
  };
  return { cpu: sum(CPU), memory: sum(MEMORY) };
}
