/** What a scheduler assumes about claims and volumes until the cluster says it. */
import test from 'ava';
import { createObjectStore } from '../../../../../src/core/scheduler/cache/object-store.ts';
import { assumedVolumes } from '../../../../../src/core/scheduler/plugins/volumes/assumed-volumes.ts';
import { claim, volume } from './volume-cluster.ts';

function assumption() {
  const objects = createObjectStore();
  const binding = { claim: claim('c'), volume: volume('v') };
  objects.set(binding.claim);
  objects.set(binding.volume);
  const assumed = assumedVolumes(objects);
  assumed.assume(binding, 'a');
  return { objects, binding, assumed, holder: () => assumed.volume('v')?.spec?.claimRef?.name };
}

test('a volume that was assumed for a claim is reserved for it', (t) => {
  const { assumed, holder } = assumption();
  t.is(holder(), 'c');
  t.deepEqual(
    [...assumed.volumes()].map(({ spec }) => spec?.claimRef?.name),
    ['c'],
  );
});

test('what was assumed ends with a change of the claim, or of the volume', (t) => {
  for (const changed of [claim('c'), volume('v')]) {
    const { objects, holder } = assumption();
    objects.set(changed);
    t.is(holder(), undefined);
  }
});

test('what was assumed ends when it is given back', (t) => {
  const { binding, assumed, holder } = assumption();
  assumed.forget(binding);
  t.is(holder(), undefined);
});

test('a claim for which a volume has to be made is tied to its node', (t) => {
  const { objects, assumed } = assumption();
  objects.set(claim('d'));
  assumed.assume({ claim: claim('d'), volume: undefined }, 'a');
  const annotations = () => assumed.claim('default', 'd')?.metadata.annotations;
  t.deepEqual(annotations(), { 'volume.kubernetes.io/selected-node': 'a' });
  objects.set(claim('d'));
  t.is(annotations(), undefined);
});
