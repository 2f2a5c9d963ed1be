/** What of a run is still there, for the message when it does not go. */
import { UserError } from '../errors/user-error.ts';
import type { Microseconds } from '../recording/observation.ts';
import { formatDuration } from '../scenario/duration.ts';
import type { RunKind, RunObject } from './remove-run-kinds.ts';
import type { Transport } from './transport.ts';

export interface Leftovers {
  add(kind: RunKind, object: RunObject): void;
  count(): number;
  asError(transport: Transport, patience: Microseconds): UserError;
}

/** Named in a message at most, of each kind. */
const MOST_NAMES = 3;

/** Keeps numbers, and of each kind a few names and one reason: never all objects. */
export function startLeftovers(): Leftovers {
  const byKind = new Map<RunKind, { count: number; names: string[]; reason: string | undefined }>();
  const count = (): number => [...byKind.values()].reduce((sum, left) => sum + left.count, 0);
  return {
    add(kind, object) {
      const left = byKind.get(kind) ?? { count: 0, names: [], reason: undefined };
      byKind.set(kind, left);
      left.count += 1;
      if (left.names.length < MOST_NAMES) left.names.push(nameOf(object));
      left.reason ??= reasonOf(object);
    },
    count,
    asError({ server, context }, patience) {
      const kinds = [...byKind].map(([{ singular }, { count, names, reason }]) => {
        const more = count > names.length ? ', ...' : '';
        return `${inNumbers(count, singular)} (${names.join(', ')}${more}${reason ? `: ${reason}` : ''})`;
      });
      return new UserError(
        `${kinds.join(' and ')} did not go within ${formatDuration(patience)} of being deleted from ${server}`,
        {
          next: `is its kube-controller-manager running? then try kubectl keg cluster reset --context ${context}`,
          exitCode: 3,
        },
      );
    },
  };
}

function inNumbers(count: number, singular: string): string {
  if (count === 1) return `1 ${singular}`;
  return `${count} ${singular}${singular.endsWith('s') ? 'es' : 's'}`;
}

function nameOf({ metadata }: RunObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** Why Kubernetes keeps an object that was deleted: somebody's finalizer, or what is left in a namespace. */
function reasonOf({ metadata, status, spec }: RunObject): string | undefined {
  const finalizers = [...(metadata.finalizers ?? []), ...(spec?.finalizers ?? [])];
  const told = status?.conditions?.find(
    ({ type, status: state }) => state === 'True' && /^Namespace/.test(type),
  );
  if (told?.message !== undefined) return told.message;
  return finalizers.length > 0 ? `finalizer ${finalizers.join(', ')}` : undefined;
}
