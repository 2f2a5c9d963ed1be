/** What decides, and what keg itself says, stays after redaction. */
import test from 'ava';
import { isFeature } from '../../../../src/core/recording/redaction/known-words.ts';
import { redactMessage } from '../../../../src/core/recording/redaction/redact-message.ts';

for (const feature of [
  'RestartAllContainersOnContainerExits',
  'UserNamespacesHostNetworkSupport',
  'VolumeBindMountOptions',
])
  test(`the scheduler asks nodes for ${feature}, so it is kept`, (t) => {
    t.true(isFeature(feature));
  });

const AS_THEY_ARE = { labelKey: String, labelValue: String, resource: String };

for (const reason of [
  'slow consumer: what happened was seen up to 30s late',
  'slow consumer: keg stood still for 2.5s',
  'the recorder was not running',
  'the recording was ended and later resumed',
  '410 Expired: too old resource version: 230 (1169)',
  'the connection to the API server broke (ECONNRESET)',
  'clock step: the wall clock went 3.2s forward, or the machine slept',
  'clock step: the wall clock went 1m2.5s back',
  'between two snapshots',
  'a dump does not contain pods that were gone when it was taken',
])
  test(`the reason of a gap stays readable: ${reason}`, (t) => {
    t.is(redactMessage(reason, AS_THEY_ARE), reason);
  });
