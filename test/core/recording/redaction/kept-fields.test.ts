/** Every field that decides, of every kind, is kept by the redaction: a new field in the list must be redacted too. */
import test from 'ava';
import type { ClusterObject } from '../../../../src/core/objects/cluster-object.ts';
import { OBJECT_KINDS, type ObjectKind } from '../../../../src/core/objects/object-kinds.ts';
import { createRedaction } from '../../../../src/core/recording/redaction/redaction.ts';
import { redacted } from './canary.ts';

/** A value for the last part of a path; text for any other. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  accessModes: ['ReadWriteOnce'],
  activeDeadlineSeconds: 1,
  allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
  attachRequired: true,
  backoffLimit: 1,
  capacity: { storage: '1Gi' },
  completions: 1,
  disruptedPods: { a: '2026-01-01T00:00:00Z' },
  disruptionsAllowed: 1,
  drivers: [{ name: 'a' }],
  globalDefault: true,
  maxUnavailable: 1,
  maximumVolumeSize: '1Gi',
  minAvailable: 1,
  nodeSelector: { a: 'b' },
  nodeTopology: { matchLabels: { a: 'b' } },
  parallelism: 1,
  podFixed: { cpu: '1' },
  preventPodSchedulingIfMissing: true,
  readOnly: true,
  replicas: 1,
  requests: { storage: '1Gi' },
  required: { nodeSelectorTerms: [] },
  storageCapacity: true,
  tolerations: [{ operator: 'Exists' }],
  ttlSecondsAfterFinished: 1,
  value: 1,
};

function sample({ kind }: ObjectKind, name: string): unknown {
  if (kind === 'CSIStorageCapacity' && name === 'capacity') return '1Gi';
  if (name !== 'selector') return SAMPLES[name] ?? 'Text';
  const map = { a: 'b' };
  return kind === 'Service' || kind === 'ReplicationController' ? map : { matchLabels: map };
}

function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], object);
}

for (const entry of OBJECT_KINDS) {
  test(`all deciding fields and annotations of a ${entry.kind} are kept`, (t) => {
    const object: Record<string, unknown> = { kind: entry.kind };
    for (const path of entry.fields) {
      const names = path.split('.');
      const last = names.pop()!;
      let inner = object;
      for (const name of names) {
        inner[name] ??= {};
        inner = inner[name] as Record<string, unknown>;
      }
      inner[last] = sample(entry, last);
    }
    const annotations = Object.fromEntries((entry.annotations ?? []).map((name) => [name, 'yes']));
    object.metadata = { name: 'a', uid: 'u', annotations, labels: { a: 'b' } };
    const line = redacted(createRedaction({ names: { salt: 'pepper' } }), {
      at: 0,
      kind: 'object-set',
      object: object as unknown as ClusterObject,
    });
    const kept = (JSON.parse(line) as { object: { metadata: { annotations: object } } }).object;
    for (const path of entry.fields) t.not(valueAt(kept, path), undefined, path);
    t.deepEqual(Object.keys(kept.metadata.annotations), Object.keys(annotations));
  });
}
