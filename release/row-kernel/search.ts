/** Writes the search of nodes for room for cpu and memory: `searchRows` of src/core/scheduler/cycle/search-rows.ts, with cpu and memory in one vector. */
import { f64, flow, i32, two, type WrittenFunction } from './assembler.ts';

/** The addresses end where the parameters begin. What it found is written to `counts`: nodes visited, passed and failed. */
export const search: WrittenFunction = {
  name: 'search',
  parameters: {
    rows: 'i32',
    order: 'i32',
    count: 'i32',
    next: 'i32',
    needed: 'i32',
    cpu: 'f64',
    memory: 'f64',
    found: 'i32',
    refused: 'i32',
    counts: 'i32',
  },
  locals: {
    asked: 'vector',
    free: 'vector',
    slot: 'i32',
    row: 'i32',
    left: 'i32',
    full: 'i32',
    firstFound: 'i32',
    firstRefused: 'i32',
  },
  result: false,
  body({ get, set, tee }) {
    const writeTo = (list: string) => [
      i32.store(get(list), get('slot')),
      set(list, i32.add(get(list), i32.of(4))),
    ];
    const written = (list: string, first: string) =>
      i32.shiftRight(i32.subtract(get(list), get(first)), i32.of(2));
    return [
      set('asked', two.of(get('cpu'), get('memory'))),
      set('firstFound', get('found')),
      set('firstRefused', get('refused')),
      set('full', i32.add(get('found'), i32.shiftLeft(get('needed'), i32.of(2)))),
      set('left', get('count')),
      flow.block(
        flow.loop(
          flow.leaveIf(i32.isZero(get('left')), 1),
          flow.leaveIf(i32.isZero(i32.isBelow(get('found'), get('full'))), 1),
          set('slot', i32.load(i32.add(get('order'), i32.shiftLeft(get('next'), i32.of(2))))),
          set('row', i32.add(get('rows'), i32.shiftLeft(get('slot'), i32.of(6)))),
          set('free', two.subtract(two.load(get('row'), 0), two.load(get('row'), 16))),
          flow.when(
            i32.and(
              two.allTrue(two.isAtLeast(get('free'), get('asked'))),
              f64.isAtLeast(f64.load(get('row'), 48), f64.of(1)),
            ),
            writeTo('found'),
            [
              // Only what is not a number differs from itself.
              flow.leaveIf(i32.isZero(two.allTrue(two.equals(get('free'), get('free')))), 2),
              writeTo('refused'),
            ],
          ),
          set('left', i32.subtract(get('left'), i32.of(1))),
          flow.when(
            i32.equals(tee('next', i32.add(get('next'), i32.of(1))), get('count')),
            set('next', i32.of(0)),
          ),
          flow.leave(0),
        ),
      ),
      i32.store(get('counts'), i32.subtract(get('count'), get('left'))),
      i32.store(get('counts'), written('found', 'firstFound'), 4),
      i32.store(get('counts'), written('refused', 'firstRefused'), 8),
    ];
  },
};
