/** No secret of any shape, in any text of a pod, node, event, owner or object, gets into a recording by default. */
import test from 'ava';
import { objectKindOf } from '../../../../src/core/objects/object-kinds.ts';
import { prunedObject } from '../../../../src/core/objects/pruned-object.ts';
import { decidingParts } from '../../../../src/core/observing/deciding-parts.ts';
import type { KubernetesEvent } from '../../../../src/core/observing/kubernetes-event.ts';
import type { NodeObject } from '../../../../src/core/observing/node-object.ts';
import { poolOf } from '../../../../src/core/observing/node-pool.ts';
import { createNodeTransitions } from '../../../../src/core/observing/node-transitions.ts';
import { createPodEvents } from '../../../../src/core/observing/pod-events.ts';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../../src/core/observing/pod-transitions.ts';
import { recordingWriter } from '../../../../src/core/recording/recording-writer.ts';
import { createRedaction, type RedactionPolicy } from '../../../../src/core/recording/redaction/redaction.ts';
import { sizeOfRun } from '../../../property-runs.ts';
import { HEADER } from '../any-observation.ts';
import { CLUSTER_OBJECTS, EVENTS, FULL_NODE, PENDING, POD, withSecret } from './full-cluster.ts';
import { FORMS, SECRET_SHAPES } from './secret-shapes.ts';

interface Seen {
  readonly pod?: unknown;
  readonly node?: unknown;
  readonly event?: unknown;
  readonly object?: unknown;
}

/** What a recording has of these, with the events of a pod that is there. */
function recorded(
  { pod, node, event, object }: Seen,
  policy: RedactionPolicy = { names: { salt: 'pepper' } },
): string {
  const lines: string[] = [];
  const redaction = createRedaction(policy);
  const observer = redaction.before(recordingWriter((line) => lines.push(line), HEADER));
  const nodes = createNodeTransitions(observer, poolOf, { observesReady: true });
  const pods = createPodTransitions(
    observer,
    (one: PodObject) => {
      const [owner] = one.metadata.ownerReferences ?? [];
      return {
        namespace: one.metadata.namespace,
        name: one.metadata.name,
        ...(owner ? { group: `${owner.kind}/${owner.name}`, owners: [owner] } : {}),
        ...decidingParts(one),
      };
    },
    { observesIncidents: true },
  );
  if (node !== undefined) nodes.seen(node as NodeObject, 0);
  if (object !== undefined) {
    const { kind } = object as { readonly kind: string };
    const entry = objectKindOf(kind);
    if (entry) observer.observe({ at: 0, kind: 'object-set', object: prunedObject(object, entry) });
  }
  if (pod !== undefined) pods.seen(pod as PodObject, 0);
  if (event !== undefined) {
    pods.seen(PENDING as unknown as PodObject, 0);
    pods.seen(POD as unknown as PodObject, 0);
    const { involvedObject } = event as KubernetesEvent;
    for (const uid of ['p1', 'p2'])
      createPodEvents(observer, pods).seen(
        { ...(event as object), involvedObject: { ...involvedObject, uid } },
        1,
      );
  }
  return lines.join('\n');
}

const SHAPES = Object.entries(SECRET_SHAPES);
/** In the long run every shape meets every place. */
const ROUNDS = sizeOfRun(6, SHAPES.length);

/** One shape and form for each place, another the next time: all of them meet all places over the rounds. */
function* cases(
  object: unknown,
  round: number,
): Generator<{ secret: string; place: string; object: unknown }> {
  let index = round;
  let last = { secret: '', place: '' };
  const secretAt = (place: string): string => {
    index += 1;
    const [, make] = SHAPES[index % SHAPES.length]!;
    const secret = FORMS[(index + round) % FORMS.length]!(make(index));
    last = { secret, place };
    return secret;
  };
  for (const changed of withSecret(object as never, secretAt)) yield { ...last, object: changed };
}

const WHOLE: readonly (readonly [string, (object: unknown) => Seen, readonly unknown[]])[] = [
  ['pod', (pod) => ({ pod }), [POD, PENDING]],
  ['node', (node) => ({ node }), [FULL_NODE]],
  ['event', (event) => ({ event }), EVENTS],
  ['object', (object) => ({ object }), CLUSTER_OBJECTS],
];

for (const [what, as, objects] of WHOLE) {
  test(`no secret in any text of a ${what} is recorded, whatever its shape`, (t) => {
    let tried = 0;
    for (const original of objects) {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const { secret, place, object } of cases(original, round)) {
          tried += 1;
          const text = recorded(as(object));
          for (const part of partsOf(secret))
            if (text.includes(part)) t.fail(`${place}: ${secret} survives as ${part}`);
        }
      }
    }
    t.true(tried > 250, String(tried));
  });
}

test('the search finds a secret where names are kept', (t) => {
  const [shape] = SHAPES.filter(([title]) => title === 'short password');
  const secret = shape![1](1);
  const pod = { ...(POD as object), metadata: { uid: 'p', namespace: secret, name: 'a' } };
  t.true(recorded({ pod }, { names: 'kept' }).includes(secret));
});

/** A secret may not survive in part: runs of it that are long enough to matter. */
function partsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    ...secret.split(/[^\w+/=-]+/).filter((run) => run.length >= 12 && /\d/.test(run)),
  ];
}
