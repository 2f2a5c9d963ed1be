/** Which orders of events are tried, and that the cluster is the same afterwards. */
import test from 'ava';
import { explainingOrder } from '../../../src/core/decisions/other-orders.ts';
import type { Change } from '../../../src/core/decisions/recorded-cluster.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';

/** A state of named marks, and changes that set one. */
function marks(names: readonly { readonly name: string; readonly binds?: number | undefined }[]) {
  const state = new Set(names.map(({ name }) => name));
  const change = (name: string, binds?: number): Change => ({
    at: 0,
    binds,
    undo: () => void state.delete(name),
    redo: () => void state.add(name),
  });
  return { state, changes: names.map(({ name, binds }) => change(name, binds)), change };
}

test('the last changes are taken back, the latest first', (t) => {
  const { state, changes } = marks(['x', 'y', 'z'].map((name) => ({ name })));
  const seen: string[] = [];
  const found = explainingOrder({ queuedAt: 5, before: changes, after: [] }, () => {
    seen.push([...state].join(''));
    return !state.has('y');
  });
  t.is(found?.kind, 'changes-not-seen');
  t.deepEqual(seen, ['xy', 'x']);
  t.deepEqual([...state].sort(), ['x', 'y', 'z']);
});

test('bindings that are seen later are tried first, one after the other', (t) => {
  const { state, change } = marks([]);
  const early = (name: string) => ({
    at: 9,
    queuedAt: 9,
    bind() {
      const made = change(name, 9);
      made.redo();
      return made;
    },
  });
  t.truthy(
    explainingOrder({ queuedAt: 5, before: [], after: [early('p'), early('q')] }, () => state.has('q')),
  );
  t.is(state.size, 0);
});

test('in the order of arrival, pods that came later are off, and pods that came before are on', (t) => {
  const { state, changes, change } = marks([
    { name: 'free' },
    { name: 'before', binds: 3 },
    { name: 'later', binds: 7 },
  ]);
  const bind = () => {
    const made = change('missing', 4);
    made.redo();
    return made;
  };
  const after = [
    { at: 8, queuedAt: 8, bind: () => undefined },
    { at: 9, queuedAt: 4, bind },
  ];
  const holds = () => state.has('before') && !state.has('later') && state.has('missing');
  t.truthy(explainingOrder({ queuedAt: 5, before: changes, after }, holds));
  t.deepEqual([...state].sort(), ['before', 'free', 'later']);
});

test('whatever holds, the state afterwards is the state before', (t) => {
  const names = fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 2 }),
      binds: fc.option(fc.nat({ max: 9 }), { nil: undefined }),
    }),
    { selector: ({ name }) => name, maxLength: 20 },
  );
  fc.assert(
    fc.property(names, fc.nat({ max: 60 }), (given, stopAt) => {
      const { state, changes, change } = marks(given);
      const before = [...state].sort();
      let tries = 0;
      const bind = () => {
        const made = change('early', 1);
        made.redo();
        return made;
      };
      const after = [
        { at: 9, queuedAt: 0, bind: () => undefined },
        { at: 9, queuedAt: 1, bind },
      ];
      const found = explainingOrder({ queuedAt: 5, before: changes, after }, () => tries++ === stopAt);
      t.is(found !== undefined, tries > stopAt);
      t.deepEqual([...state].sort(), before);
    }),
    propertyRuns(100, 2000),
  );
});
