/** In which releases each difference of behaviour holds. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import {
  type Behaviour,
  behaviourOf,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
  parseKubernetesVersion,
} from '../../../src/core/scheduler/kubernetes-version.ts';

const RANGES: Readonly<Record<keyof Behaviour, readonly [string, string]>> = {
  podLevelResources: ['1.34', '1.36'],
  sidecarsInAssumedRequests: ['1.32', '1.36'],
  sidecarHostPorts: ['1.34', '1.36'],
  queueingHints: ['1.32', '1.36'],
  popFromBackoffQ: ['1.33', '1.36'],
  backoffCountsRejections: ['1.34', '1.36'],
  narrowingRejects: ['1.31', '1.36'],
  narrowedNodesInMessage: ['1.32', '1.36'],
  tooLargeIsUnresolvable: ['1.34', '1.36'],
  taintNamedInMessage: ['1.30', '1.33'],
  dynamicResources: ['1.34', '1.36'],
  balancedSkipsBestEffort: ['1.33', '1.36'],
  balancedScoresChange: ['1.36', '1.36'],
  deterministicTies: ['1.35', '1.36'],
};

for (const [name, [first, last]] of Object.entries(RANGES)) {
  test(`${name} holds from ${first} to ${last}`, (t) => {
    const holding = KUBERNETES_VERSIONS.filter((version) => behaviourOf(version)[name as keyof Behaviour]);
    t.is(`${holding[0]} to ${holding.at(-1)}`, `${first} to ${last}`);
    t.is(holding.length, Number(last.slice(2)) - Number(first.slice(2)) + 1);
  });
}

test('every difference of behaviour is in this list', (t) => {
  t.deepEqual(Object.keys(behaviourOf('1.36')).sort(), Object.keys(RANGES).sort());
});

test('the default is the newest release', (t) => {
  t.is(KUBERNETES_VERSIONS.indexOf(DEFAULT_KUBERNETES_VERSION), KUBERNETES_VERSIONS.length - 1);
});

test('a text that is not the name of a modelled release is refused', (t) => {
  for (const text of ['1.29', '1.37', '1.3', '1.360', '2.36', 'latest', '', '1.36x', 'x1.36'])
    t.throws(() => parseKubernetesVersion(text), { instanceOf: UserError }, text);
  for (const text of [' v1.36 ', '1.36-gke.1', '1.36.3+k3s1']) t.is(parseKubernetesVersion(text), '1.36');
});
