/** Patches are applied as API servers apply them. */
import test from 'ava';
import { strategicMerge } from '../../../../src/core/importers/objects/strategic-merge.ts';

test('maps are merged, values replaced, and null deletes', (t) => {
  t.deepEqual(strategicMerge({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: null, e: 4 }, d: 5 }), {
    a: { c: 2, e: 4 },
    d: 5,
  });
});

test('conditions are merged by type', (t) => {
  const pod = {
    status: {
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'x' },
      ],
    },
  };
  t.deepEqual(strategicMerge(pod, { status: { conditions: [{ type: 'Ready', status: 'True' }] } }), {
    status: {
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'True', reason: 'x' },
      ],
    },
  });
});

test('lists without a merge key are replaced: container statuses, taints, tolerations', (t) => {
  for (const list of ['containerStatuses', 'taints', 'tolerations'])
    t.deepEqual(strategicMerge({ [list]: [{ key: 1 }, { key: 2 }] }, { [list]: [{ key: 3 }] }), {
      [list]: [{ key: 3 }],
    });
});

test('a directive deletes or replaces, and the order of elements is ignored', (t) => {
  const spec = { containers: [{ name: 'a' }, { name: 'b' }], finalizers: ['x', 'y'] };
  t.deepEqual(
    strategicMerge(spec, {
      '$setElementOrder/containers': [{ name: 'b' }],
      containers: [{ $patch: 'delete', name: 'a' }, { name: 'c' }],
      '$deleteFromPrimitiveList/finalizers': ['x'],
    }),
    { containers: [{ name: 'b' }, { name: 'c' }], finalizers: ['y'] },
  );
  t.deepEqual(strategicMerge({ a: 1 }, { $patch: 'replace', b: 2 }), { b: 2 });
  t.deepEqual(strategicMerge({ a: { b: 1 } }, { a: { $patch: 'delete' } }), {});
  t.deepEqual(
    strategicMerge(
      { strategy: { rolling: 1, type: 'a' } },
      { strategy: { $retainKeys: ['type'], type: 'b' } },
    ),
    { strategy: { type: 'b' } },
  );
});

test('the object and the patch stay unchanged', (t) => {
  const object = { a: { conditions: [{ type: 'x' }] } };
  const patch = { a: { conditions: [{ type: 'x', status: 'True' }] } };
  const [before, asked] = [structuredClone(object), structuredClone(patch)];
  strategicMerge(object, patch);
  t.deepEqual([object, patch], [before, asked]);
});

for (const [list, key] of [
  ['addresses', 'type'],
  ['containers', 'name'],
  ['ephemeralContainers', 'name'],
  ['initContainers', 'name'],
  ['ownerReferences', 'uid'],
  ['podIPs', 'ip'],
  ['ports', 'containerPort'],
  ['schedulingGates', 'name'],
  ['topologySpreadConstraints', 'topologyKey'],
  ['volumes', 'name'],
] as const) {
  test(`${list} are merged by ${key}`, (t) => {
    const merged = strategicMerge(
      { [list]: [{ [key]: 1, a: 1 }, { [key]: 2 }] },
      { [list]: [{ [key]: 1, b: 2 }] },
    );
    t.deepEqual(merged, { [list]: [{ [key]: 1, a: 1, b: 2 }, { [key]: 2 }] });
  });
}

test('finalizers are added once each', (t) => {
  t.deepEqual(strategicMerge({ finalizers: ['a', 'b'] }, { finalizers: ['b', 'c'] }), {
    finalizers: ['a', 'b', 'c'],
  });
});

test('a list with the directive replace replaces the list', (t) => {
  t.deepEqual(
    strategicMerge({ containers: [{ name: 'a' }] }, { containers: [{ name: 'b' }, { $patch: 'replace' }] }),
    { containers: [{ name: 'b' }] },
  );
});

test('the deletion of an item that is not there changes nothing', (t) => {
  const object = { containers: [{ name: 'a' }, { name: 'b' }] };
  t.deepEqual(strategicMerge(object, { containers: [{ $patch: 'delete', name: 'c' }] }), object);
});

test('items that are no maps are left out of a merged list', (t) => {
  t.deepEqual(strategicMerge({ containers: [1, { name: 'a' }] }, { containers: [2, { name: 'a', b: 1 }] }), {
    containers: [1, { name: 'a', b: 1 }],
  });
});

test('values are deleted only from a list, by a list', (t) => {
  t.deepEqual(strategicMerge({ a: 'x' }, { '$deleteFromPrimitiveList/a': ['x'] }), { a: 'x' });
  t.deepEqual(strategicMerge({ a: ['x'] }, { '$deleteFromPrimitiveList/a': 'x' }), { a: ['x'] });
});

test('a new list and a new map have no directives', (t) => {
  t.deepEqual(
    strategicMerge(
      {},
      {
        containers: [{ name: 'a', $patch: 'merge', $x: 1 }, 2, {}, { $patch: 'replace' }],
        map: { '$setElementOrder/a': [], b: 1 },
      },
    ),
    { containers: [{ name: 'a', $x: 1 }, 2, {}], map: { b: 1 } },
  );
});

test('a patch of what is no map makes a map, and of what is no list a list', (t) => {
  t.deepEqual(strategicMerge(null, { a: 1 }), { a: 1 });
  t.deepEqual(strategicMerge([1], { a: 1 }), { a: 1 });
  t.deepEqual(strategicMerge({ a: 'x' }, { a: [{ $patch: 'delete', b: 1 }] }), { a: [{ b: 1 }] });
});

test('a key of every object is no merge key', (t) => {
  t.deepEqual(strategicMerge({ toString: [{ a: 1 }] }, { toString: [{ b: 2 }] }), { toString: [{ b: 2 }] });
});
