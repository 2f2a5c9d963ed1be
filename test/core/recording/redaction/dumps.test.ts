/** Tests of redaction on dumps of real clusters: a recording contains no secret of them, under any policy. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeObject } from '../../../../src/core/observing/node-object.ts';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import { createRedaction, type RedactionPolicy } from '../../../../src/core/recording/redaction/redaction.ts';
import { maskSecrets } from '../../../../src/core/recording/redaction/secret-looking.ts';
import { sharedPath, sharedText, testWithShared } from '../../../shared.ts';
import { recordedText } from './canary.ts';

interface Dump {
  readonly file: string;
  readonly pods: readonly PodObject[];
  readonly nodes: readonly NodeObject[];
}

/** All JSON files under data/ that contain pods or nodes, at any depth. */
function dumps(): Dump[] {
  return readdirSync(sharedPath('data'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => {
      const objects = [...objectsIn(JSON.parse(sharedText(join('data', path))))];
      return {
        file: path,
        pods: objects.filter(({ spec }) => 'containers' in (spec ?? {})) as unknown as PodObject[],
        nodes: objects.filter(({ status }) => 'allocatable' in (status ?? {})) as unknown as NodeObject[],
      };
    })
    .filter(({ pods, nodes }) => pods.length + nodes.length > 0);
}

interface Anything {
  readonly metadata: { readonly uid: string };
  readonly spec?: object;
  readonly status?: object;
}

function* objectsIn(value: unknown): Generator<Anything> {
  if (typeof value !== 'object' || value === null) return;
  const { metadata } = value as { readonly metadata?: { readonly uid?: unknown; readonly name?: unknown } };
  if (typeof metadata?.uid === 'string' && typeof metadata.name === 'string') yield value as Anything;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

/** Texts that no recording may contain: values of env, args, commands, annotations, digests. */
function secretsOf(value: unknown, field = ''): string[] {
  if (typeof value === 'string') {
    if (/^(?:args|command|annotations|env)$/.test(field)) return [value];
    return value.includes('sha256:') ? [value.slice(value.indexOf('sha256:') + 7)] : [];
  }
  if (Array.isArray(value)) return value.flatMap((inner: unknown) => secretsOf(inner, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (field === 'env') return name === 'value' ? secretsOf(inner, 'env') : [];
    return secretsOf(inner, field === 'annotations' ? field : name);
  });
}

/** Names, which are not secret if names are kept. Some arguments equal a name. */
function namesOf(value: unknown, field = ''): string[] {
  if (typeof value === 'string')
    return /^(?:name|namespace|nodeName|image|priorityClassName|schedulerName|key|hostname|container|reason|message)$/.test(
      field,
    ) || field === 'labels'
      ? [value]
      : [];
  if (Array.isArray(value)) return value.flatMap((inner: unknown) => namesOf(inner, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => namesOf(inner, field === 'labels' ? field : name));
}

const POLICIES: Readonly<Record<string, RedactionPolicy>> = {
  default: { names: { salt: 'pepper' } },
  'names kept': { names: 'kept' },
  'all kept': { names: 'kept', keep: ['image', 'labels', 'messages'] },
};

for (const [which, policy] of Object.entries(POLICIES)) {
  testWithShared(
    `${which}: no env value, argument, command, annotation, digest or secret is recorded`,
    (t) => {
      let checked = 0;
      for (const { file, pods, nodes } of dumps()) {
        const text = recordedText(createRedaction(policy), { pods, nodes });
        // Words such as "/manager" or "true" are everywhere, and a text that is also a name may be recorded as a name.
        const names = new Set(policy.names === 'kept' ? namesOf([pods, nodes]) : ['kube-system']);
        const secrets = secretsOf([pods, nodes]).filter(
          (secret) => secret.length >= 10 && !names.has(secret),
        );
        checked += secrets.length;
        const observed = secrets.filter((secret) => {
          const written = JSON.stringify(secret).slice(1, -1);
          return text.includes(`"${written}"`) || (/[^a-z-]/.test(secret) && text.includes(written));
        });
        t.deepEqual(observed, [], file);
        for (const line of text.split('\n').slice(1)) {
          const plain = line.replaceAll(/"(?:uid|hash|template|by)":"[^"]*"/g, '');
          t.is(maskSecrets(plain), plain, file);
        }
      }
      t.true(checked > 300, `${checked}`);
      t.log(`${checked} texts looked for`);
    },
  );
}

testWithShared('by default no name of a pod, container, namespace or node of a dump is recorded', (t) => {
  for (const { file, pods, nodes } of dumps()) {
    const text = recordedText(createRedaction(POLICIES.default!), { pods, nodes });
    const names = [
      ...pods.flatMap(({ metadata, spec }) => [
        metadata.name,
        metadata.namespace,
        ...spec.containers.map(({ name = '' }) => name),
        spec.nodeName ?? '',
      ]),
      ...nodes.map(({ metadata }) => metadata.name),
    ].filter((name) => name.length >= 4 && !/^(?:default|kube-system|kube-public|test)$/.test(name));
    const observed = names.filter((name) =>
      new RegExp(`[":/ ]${name.replaceAll('.', '\\.')}[":/ ,]`).test(text),
    );
    t.deepEqual(
      [...new Set(observed)].filter((name) => !/^(?:node|pod)$/.test(name)),
      [],
      file,
    );
  }
});
