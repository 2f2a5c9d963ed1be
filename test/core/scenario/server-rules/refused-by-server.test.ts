/** Tries changes of single fields: `validate --strict` says what an API server says. */
import test from 'ava';
import type { Change } from './change.ts';
import { changed } from './change-object.ts';
import { NODE_CHANGES, POD_CHANGES } from './changes.ts';
import { kegRefusals } from './keg-verdict.ts';
import { wholeNode, wholePod } from './whole-objects.ts';

/** The changes to which keg says something else. */
function otherVerdicts(kind: 'Pod' | 'Node', object: object, changes: readonly Change[]): string[] {
  return changes.flatMap((change): string[] => {
    const [path, value, verdict] = change;
    const found = kegRefusals(kind, changed(object, path, value));
    if (found.length > 0 === (verdict === 'refused')) return [];
    return [`${path} = ${JSON.stringify(value)}: ${verdict}, keg: ${found.map(({ message }) => message)}`];
  });
}

test('a whole pod and a whole node have no problem', (t) => {
  t.deepEqual(kegRefusals('Pod', wholePod()), []);
  t.deepEqual(kegRefusals('Node', wholeNode()), []);
});

test('each change of a field of a pod is judged as an API server does', (t) => {
  t.deepEqual(otherVerdicts('Pod', wholePod(), POD_CHANGES), []);
});

test('each change of a field of a node is judged as an API server does', (t) => {
  t.deepEqual(otherVerdicts('Node', wholeNode(), NODE_CHANGES), []);
});
