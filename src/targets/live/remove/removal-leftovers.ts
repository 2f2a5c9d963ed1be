/** Collects the objects of a run that still exist, for the message when they can't be removed. */
import { counted } from '../../../core/errors/counted.ts';
import { UserError } from '../../../core/errors/user-error.ts';
import { shownDuration } from '../../../core/time/duration.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { NAMESPACES, type RunKind, type RunObject } from './removal-kinds.ts';

export interface Leftovers {
  add(kind: RunKind, object: RunObject): void;
  count(): number;
  /** Whether only namespaces are left that are being emptied, without a reported reason that keeps them. */
  areBusy(): boolean;
  asError(transport: Transport, waited: Microseconds): UserError;
}

/** How many names of each kind a message lists at most. */
const MOST_NAMES = 3;

/** Keeps counts, and for each kind a few names and one reason: never all objects. */
export function startLeftovers(): Leftovers {
  const byKind = new Map<
    RunKind,
    { count: number; names: string[]; reason: string | undefined; isKept: boolean }
  >();
  const count = (): number => [...byKind.values()].reduce((sum, left) => sum + left.count, 0);
  return {
    add(kind, object) {
      const left = byKind.get(kind) ?? { count: 0, names: [], reason: undefined, isKept: false };
      byKind.set(kind, left);
      left.count += 1;
      if (left.names.length < MOST_NAMES) left.names.push(nameOf(object));
      left.reason ??= reasonOf(object);
      left.isKept ||= keeperOf(object) !== undefined;
    },
    count,
    areBusy: () => [...byKind].every(([kind, { isKept }]) => kind === NAMESPACES && !isKept),
    asError({ server, context }, waited) {
      const kinds = [...byKind].map(([{ singular }, { count, names, reason }]) => {
        const more = count > names.length ? ', ...' : '';
        return `${counted(count, singular)} (${names.join(', ')}${more}${reason ? `: ${reason}` : ''})`;
      });
      return new UserError(
        `${kinds.join(' and ')} still exist ${shownDuration(waited)} after they were deleted from ${server}`,
        {
          next: `is its kube-controller-manager running? then try kubectl keg cluster reset --context ${context}`,
          exitCode: 3,
        },
      );
    },
  };
}

function nameOf({ metadata }: RunObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** Why Kubernetes keeps a deleted object: a finalizer, or objects left in a namespace. */
function reasonOf(object: RunObject): string | undefined {
  const { metadata, spec } = object;
  const finalizers = [...(metadata.finalizers ?? []), ...(spec?.finalizers ?? [])];
  const keeper = keeperOf(object);
  if (keeper !== undefined) return keeper;
  return finalizers.length > 0 ? `finalizer ${finalizers.join(', ')}` : undefined;
}

/** The reason that the namespace controller gives in the conditions NamespaceContentRemaining, NamespaceFinalizersRemaining and similar ones. */
function keeperOf({ status }: RunObject): string | undefined {
  return status?.conditions?.find(({ type, status }) => status === 'True' && /^Namespace/.test(type))
    ?.message;
}
