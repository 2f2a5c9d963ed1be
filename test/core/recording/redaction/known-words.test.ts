/** What decides stays after redaction: features that a pod may need of its node. */
import test from 'ava';
import { isFeature } from '../../../../src/core/recording/redaction/known-words.ts';

for (const feature of [
  'RestartAllContainersOnContainerExits',
  'UserNamespacesHostNetworkSupport',
  'VolumeBindMountOptions',
])
  test(`the scheduler asks nodes for ${feature}, so it is kept`, (t) => {
    t.true(isFeature(feature));
  });
