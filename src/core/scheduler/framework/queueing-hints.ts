/** Collects for which events the plugins of a profile want their rejected pods back (scheduler.go, buildQueueingHintMap). */
import type { ClusterObjectKind } from '../../objects/cluster-object.ts';
import { OBJECT_KINDS } from '../../objects/object-kinds.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { CLUSTER_EVENTS, type ClusterEvent, type ClusterEventKind, NODE_UPDATES } from './cluster-event.ts';
import type { EventRegistration, Plugin, QueueingHint } from './plugin.ts';

/** {@link eventKey} → plugin name → hints. One hint that returns true wakes the pod. */
export type QueueingHints = ReadonlyMap<string, ReadonlyMap<string, readonly QueueingHint[]>>;

/** Events of objects differ by the kind of the object. */
export function eventKey(event: ClusterEvent): string {
  return 'object' in event ? `${event.kind} ${event.object.kind}` : event.kind;
}

const ALWAYS: QueueingHint = () => true;

/** A plugin that names no events wants its pods back after any. */
const ANY_EVENT: readonly EventRegistration[] = [{ kinds: CLUSTER_EVENTS }];

/**
 * The hints of plugins. With hints, any change of taints wakes the pods of a plugin that registers new nodes but not taints
 * (kubernetes#109437, up to 1.36).
 * Without hints, every update of a node wakes the pods of such a plugin, because most plugins register all updates there.
 */
export function queueingHints(plugins: readonly Plugin[], behaviour: Behaviour): QueueingHints {
  const hints = new Map<string, Map<string, QueueingHint[]>>();
  const register = (name: string, { kinds, objects, hint = ALWAYS }: EventRegistration) => {
    for (const key of keysOf(kinds, objects)) {
      const byPlugin = hints.get(key) ?? new Map<string, QueueingHint[]>();
      hints.set(key, byPlugin);
      byPlugin.set(name, [...(byPlugin.get(name) ?? []), hint]);
    }
  };
  for (const { name, events = ANY_EVENT } of plugins) {
    const listensFor = (kind: ClusterEventKind) => events.some(({ kinds }) => kinds.includes(kind));
    for (const event of events)
      register(name, behaviour.queueingHints ? event : { ...event, hint: event.withoutHints ?? ALWAYS });
    if (!behaviour.taintsWakeAll || !listensFor('node-added') || listensFor('node-taints-changed')) continue;
    register(name, { kinds: behaviour.queueingHints ? ['node-taints-changed'] : NODE_UPDATES });
  }
  return hints;
}

function keysOf(
  kinds: readonly ClusterEventKind[],
  objects: readonly ClusterObjectKind[] = OBJECT_KINDS.map(({ kind }) => kind),
): readonly string[] {
  return kinds.flatMap((kind) =>
    kind.startsWith('object-') ? objects.map((object) => `${kind} ${object}`) : [kind],
  );
}
