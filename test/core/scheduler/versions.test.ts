/** In which releases each difference of behaviour holds. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import {
  type Behaviour,
  behaviourOf,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
  parseKubernetesVersion,
  versionText,
} from '../../../src/core/scheduler/kubernetes-version.ts';

const NEWEST = KUBERNETES_VERSIONS.at(-1) as (typeof KUBERNETES_VERSIONS)[number];

const RANGES: Readonly<Record<Exclude<keyof Behaviour, 'minor'>, readonly [string, string]>> = {
  podLevelResources: ['1.34', NEWEST],
  sidecarsInAssumedRequests: ['1.32', NEWEST],
  sidecarHostPorts: ['1.34', NEWEST],
  queueingHints: ['1.32', NEWEST],
  popFromBackoffQ: ['1.33', NEWEST],
  backoffCountsRejections: ['1.34', NEWEST],
  nominationEvents: ['1.33', NEWEST],
  assignedPodsWakeSpread: ['1.31', NEWEST],
  bindingReleasesNomination: ['1.33', '1.34'],
  taintsWakeAll: ['1.30', '1.36'],
  inPlaceResize: ['1.33', NEWEST],
  scaleUpEvents: ['1.37', NEWEST],
  preemptedWaitingPodsFail: ['1.36', NEWEST],
  batches: ['1.35', NEWEST],
  batchesRescore: ['1.37', NEWEST],
  narrowingRejects: ['1.31', NEWEST],
  narrowedNodesInMessage: ['1.32', NEWEST],
  tooLargeIsUnresolvable: ['1.34', NEWEST],
  taintNamedInMessage: ['1.30', '1.33'],
  dynamicResources: ['1.34', NEWEST],
  dynamicResourcesInMessage: ['1.34', '1.36'],
  dynamicResourcesScore: ['1.35', NEWEST],
  balancedSkipsBestEffort: ['1.33', NEWEST],
  balancedScoresChange: ['1.36', NEWEST],
  affinityLabelKeys: ['1.31', NEWEST],
  namespaceSelectorStays: ['1.34', '1.36'],
  affinityHintsCompareNodes: ['1.33', NEWEST],
  affinityHintsBothWays: ['1.36', NEWEST],
  affinityHintsAnyAntiTerm: ['1.37', NEWEST],
  mergesMatchLabelKeys: ['1.34', NEWEST],
  imageVolumesScored: ['1.36', NEWEST],
  imageVolumesInThreshold: ['1.37', NEWEST],
  hasInTreeLimits: ['1.30', '1.31'],
  inTreeLimits: ['1.30', '1.30'],
  nodeNameFirst: ['1.37', NEWEST],
  nodeDeclaredFeatures: ['1.36', NEWEST],
  bindMountOptionsDeclared: ['1.37', NEWEST],
  unstartedPodsReversed: ['1.30', '1.36'],
  firstExceededBudgetEnds: ['1.37', NEWEST],
  deletesTerminatingVictims: ['1.30', '1.34'],
  preemptionInMessage: ['1.37', NEWEST],
  claimInUseMessage: ['1.34', NEWEST],
  volumeAffinityMessage: ['1.33', NEWEST],
  zoneFollowsClaims: ['1.31', NEWEST],
  attachmentsCount: ['1.32', NEWEST],
  raisedLimitsWake: ['1.33', NEWEST],
  portworxMigrated: ['1.31', NEWEST],
  migratedEverywhere: ['1.36', NEWEST],
  missingDriversReject: ['1.37', NEWEST],
  volumeAttributesClasses: ['1.34', NEWEST],
  preBindPreFlights: ['1.35', NEWEST],
  storageCapacityScored: ['1.37', NEWEST],
  deterministicTies: ['1.35', NEWEST],
};

for (const [name, [first, last]] of Object.entries(RANGES)) {
  test(`${name} holds from ${first} to ${last}`, (t) => {
    const holding = KUBERNETES_VERSIONS.filter((version) => behaviourOf(version)[name as keyof Behaviour]);
    t.is(`${holding[0]} to ${holding.at(-1)}`, `${first} to ${last}`);
    t.is(holding.length, Number(last.slice(2)) - Number(first.slice(2)) + 1);
  });
}

test('every difference of behaviour is in this list', (t) => {
  const { minor, ...differences } = behaviourOf(NEWEST);
  t.is(`1.${minor}`, NEWEST);
  t.deepEqual(Object.keys(differences).sort(), Object.keys(RANGES).sort());
});

test('the default is the newest release', (t) => {
  t.is(DEFAULT_KUBERNETES_VERSION, NEWEST);
});

test('a text that is not the name of a modelled release is refused', (t) => {
  for (const text of ['1.29', '1.99', '1.3', '1.360', '2.36', 'latest', '', '1.36x', 'x1.36'])
    t.throws(() => parseKubernetesVersion(text), { instanceOf: UserError }, text);
  for (const text of [' v1.36 ', '1.36-gke.1']) t.is(parseKubernetesVersion(text), '1.36');
  for (const text of ['v1.36.3', '1.36.3+k3s1']) t.is(parseKubernetesVersion(text), '1.36.3');
});

test('a patch release that decides otherwise than its successor is modelled', (t) => {
  const named = (text: string) => behaviourOf(parseKubernetesVersion(text)).taintNamedInMessage;
  t.deepEqual(['1.33.9', '1.34.0', '1.34.1', '1.34.2', '1.34', '1.35.0'].map(named), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a version that was not compared with a real kube-scheduler is shown as not verified', (t) => {
  const texts = ['1.30', '1.31.14', '1.32', '1.37.2'].map(versionText);
  t.deepEqual(texts, ['1.30 (not verified)', '1.31.14 (not verified)', '1.32', '1.37.2']);
});
