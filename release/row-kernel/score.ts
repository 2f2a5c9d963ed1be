/** Writes the scores of two nodes at a time: `addInRows` of src/core/scheduler/plugins/resource-pair.ts, whose four divisions become two for each node. */
import { type Code, f64, flow, i32, two, type WrittenFunction } from './assembler.ts';

/** Where a row keeps the numbers that src/core/scheduler/cache/node-rows.ts writes, in bytes. */
const REQUESTED = 16;
const ASSUMED = 32;
const BALANCE = 56;

/**
 * Adds the scores to `sums` and writes the indices of the nodes that it leaves out to `leftOut`. Their number is the result. Lists with an odd
 * number of nodes need room for one more, with any slot of the table.
 */
export const score: WrittenFunction = {
  name: 'score',
  parameters: {
    rows: 'i32',
    slots: 'i32',
    count: 'i32',
    sums: 'i32',
    assumedCpu: 'f64',
    assumedMemory: 'f64',
    cpu: 'f64',
    memory: 'f64',
    weight: 'f64',
    changeWeight: 'f64',
    leftOut: 'i32',
  },
  locals: {
    ...{ assumed: 'vector', requested: 'vector', weights: 'vector', changeWeights: 'vector' },
    ...{ none: 'vector', half: 'vector', one: 'vector', fifty: 'vector', hundred: 'vector' },
    ...{ row: 'i32', capacity: 'vector', free: 'vector', used: 'vector' },
    ...{ otherRow: 'i32', otherCapacity: 'vector', otherFree: 'vector', otherUsed: 'vector' },
    ...{ plain: 'vector', bits: 'i32', index: 'i32', firstLeftOut: 'i32' },
  },
  result: true,
  body({ get, set, tee }) {
    const slotAt = (offset: number) =>
      i32.load(i32.add(get('slots'), i32.shiftLeft(get('index'), i32.of(2))), offset);
    const load = (row: string, capacity: string, free: string, offset: number) => [
      set(row, i32.add(get('rows'), i32.shiftLeft(slotAt(offset), i32.of(6)))),
      set(capacity, two.load(get(row))),
      set(free, two.subtract(get(capacity), two.add(two.load(get(row), ASSUMED), get('assumed')))),
    ];
    const percent = (free: string, capacity: string) =>
      set(free, two.truncate(two.divide(two.multiply(get(free), get('hundred')), get(capacity))));
    const share = (used: string, row: string, capacity: string) =>
      set(used, two.divide(two.add(two.load(get(row), REQUESTED), get('requested')), get(capacity)));
    const leaveOut = (bit: number, index: Code): Code =>
      flow.when(i32.and(i32.isZero(i32.and(get('bits'), i32.of(bit))), i32.isBelow(index, get('count'))), [
        i32.store(get('leftOut'), index),
        set('leftOut', i32.add(get('leftOut'), i32.of(4))),
      ]);
    const means = two.truncate(
      two.multiply(
        two.add(two.firsts(get('free'), get('otherFree')), two.seconds(get('free'), get('otherFree'))),
        get('half'),
      ),
    );
    const differences = two.subtract(
      two.firsts(get('used'), get('otherUsed')),
      two.seconds(get('used'), get('otherUsed')),
    );
    const balances = two.truncate(
      two.multiply(
        two.subtract(get('one'), two.absolute(two.multiply(differences, get('half')))),
        get('hundred'),
      ),
    );
    const changes = two.subtract(
      two.add(balances, get('fifty')),
      two.gather(get('row'), get('otherRow'), BALANCE),
    );
    const scores = two.add(get('fifty'), two.truncate(two.multiply(changes, get('half'))));
    const sum = two.add(two.multiply(means, get('weights')), two.multiply(scores, get('changeWeights')));
    const sumsAt = i32.add(get('sums'), i32.shiftLeft(get('index'), i32.of(3)));
    return [
      set('assumed', two.of(get('assumedCpu'), get('assumedMemory'))),
      set('requested', two.of(get('cpu'), get('memory'))),
      set('weights', two.both(get('weight'))),
      set('changeWeights', two.both(get('changeWeight'))),
      ...Object.entries({ none: 0, half: 0.5, one: 1, fifty: 50, hundred: 100 }).map(([name, value]) =>
        set(name, two.both(f64.of(value))),
      ),
      set('firstLeftOut', get('leftOut')),
      flow.block(
        flow.loop(
          flow.leaveIf(i32.isZero(i32.isBelow(get('index'), get('count'))), 1),
          load('row', 'capacity', 'free', 0),
          load('otherRow', 'otherCapacity', 'otherFree', 4),
          set(
            'plain',
            two.and(
              two.isAtLeast(two.firsts(get('free'), get('otherFree')), get('none')),
              two.isAtLeast(two.seconds(get('free'), get('otherFree')), get('none')),
            ),
          ),
          flow.when(i32.isZero(i32.equals(tee('bits', two.bits(get('plain'))), i32.of(3))), [
            leaveOut(1, get('index')),
            leaveOut(2, i32.add(get('index'), i32.of(1))),
          ]),
          percent('free', 'capacity'),
          percent('otherFree', 'otherCapacity'),
          share('used', 'row', 'capacity'),
          share('otherUsed', 'otherRow', 'otherCapacity'),
          // What is left out adds 0.
          two.store(sumsAt, two.add(two.load(sumsAt), two.and(sum, get('plain')))),
          set('index', i32.add(get('index'), i32.of(2))),
          flow.leave(0),
        ),
      ),
      i32.shiftRight(i32.subtract(get('leftOut'), get('firstLeftOut')), i32.of(2)),
    ];
  },
};
