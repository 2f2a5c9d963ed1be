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
