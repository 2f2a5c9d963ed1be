/** Reading values from data whose shape is unknown. */
import test from 'ava';
import {
  isLooseMap,
  listAt,
  mapAt,
  textAt,
  valueAt,
  withoutNulls,
} from '../../../../src/core/importers/objects/loose-json.ts';

const DATA = { a: { text: 'x', empty: '', list: [1], none: null, number: 0 } };

test('a map is an object that is neither null nor a list', (t) => {
  t.true(isLooseMap({}));
  for (const other of [null, undefined, [], 'a', 1]) t.false(isLooseMap(other));
});

test('a path leads to a value, and to nothing where a key is missing', (t) => {
  t.is(valueAt(DATA, 'a', 'number'), 0);
  t.is(valueAt(DATA), DATA);
  for (const path of [['b'], ['a', 'b'], ['a', 'text', 'length'], ['a', 'list', '0'], ['toString']])
    t.is(valueAt(DATA, ...path), undefined, path.join('.'));
});

test('what is no map counts as an empty map', (t) => {
  t.is(mapAt(DATA, 'a'), DATA.a);
  for (const key of ['text', 'list', 'none', 'number', 'missing']) t.deepEqual(mapAt(DATA, 'a', key), {});
});

test('what is no list counts as an empty list', (t) => {
  t.is(listAt(DATA, 'a', 'list'), DATA.a.list);
  for (const key of ['text', 'none', 'missing']) t.deepEqual(listAt(DATA, 'a', key), []);
});

test('empty text and what is no text count as missing', (t) => {
  t.is(textAt(DATA, 'a', 'text'), 'x');
  for (const key of ['empty', 'list', 'none', 'number', 'missing']) t.is(textAt(DATA, 'a', key), undefined);
});

test('fields that are null are removed at every depth', (t) => {
  t.deepEqual(withoutNulls({ a: null, b: { c: null, d: 1 }, e: [{ f: null }, 2] }), {
    b: { d: 1 },
    e: [{}, 2],
  });
  t.deepEqual(withoutNulls({ a: 1, b: null }), { a: 1 });
  t.deepEqual(withoutNulls({ a: { b: null } }), { a: {} });
});

test('items of lists that are null stay', (t) => {
  t.deepEqual(withoutNulls([null, 1]), [null, 1]);
});

test('a value without nulls is returned itself, and so are its parts', (t) => {
  const value = { a: { b: [1, { c: 2 }] } };
  t.is(withoutNulls(value), value);
  const changed = withoutNulls({ ...value, none: null }) as typeof value;
  t.is(changed.a, value.a);
  const list = [value, 1];
  t.is(withoutNulls(list), list);
  for (const plain of [null, undefined, 'a', 1]) t.is(withoutNulls(plain), plain);
});
