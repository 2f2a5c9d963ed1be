/** Remembers which objects other than pods keg wrote, because a scheduler must have seen them before the clock jumps. */
import type { KubernetesObject } from '../../../kubernetes/list-pages.ts';
import type { ApiRequest, Transport } from '../../../kubernetes/transport.ts';
import { hasStatus } from '../play/cluster-calls.ts';

export interface NotedWrites {
  /** The same transport, but its writes are noted. */
  readonly transport: Transport;
  /** Writes so far, of pods too. */
  readonly writes: number;
  /** Whether an object other than a pod was deleted since the last call of `forget`: a deletion has no resource version to ask for. */
  readonly hasDeletions: boolean;
  readonly isEmpty: boolean;
  /** The highest resource version of the written objects, by collection, as `nodes`. */
  versions(): Promise<ReadonlyMap<string, number>>;
  forget(): void;
}

/** Paths of objects that a scheduler watches: /api/v1/nodes/NAME, /apis/policy/v1/namespaces/N/poddisruptionbudgets/NAME. */
const WATCHED = /^\/apis?\/.*?\/(nodes|services|poddisruptionbudgets)(?:\/([^/]+))?/;

export function notingWrites(below: Transport): NotedWrites {
  const paths = new Map<string, string>();
  let writes = 0;
  let hasDeletions = false;

  function note({ method, path, body }: ApiRequest): void {
    if (method === 'GET') return;
    writes += 1;
    const [own, resource, name] = WATCHED.exec(path) ?? [];
    if (own === undefined || resource === undefined) return;
    if (method === 'DELETE') {
      hasDeletions = true;
      return;
    }
    const created = (body as Partial<KubernetesObject> | undefined)?.metadata?.name;
    const object = name ?? created;
    if (object !== undefined) paths.set(name === undefined ? `${own}/${object}` : own, resource);
  }

  async function versionOf(path: string): Promise<number> {
    try {
      const { metadata } = await below.call<KubernetesObject>({ method: 'GET', path });
      return Number(metadata.resourceVersion ?? 0);
    } catch (error) {
      if (hasStatus(error, 404)) return 0;
      throw error;
    }
  }

  return {
    transport: {
      ...below,
      async call<Answer>(request: ApiRequest) {
        const answer = await below.call<Answer>(request);
        note(request);
        return answer;
      },
      async send(request) {
        await below.send(request);
        note(request);
      },
    },
    get writes() {
      return writes;
    },
    get hasDeletions() {
      return hasDeletions;
    },
    get isEmpty() {
      return paths.size === 0;
    },
    async versions() {
      const highest = new Map<string, number>();
      await Promise.all(
        [...paths].map(async ([path, resource]) => {
          const version = await versionOf(path);
          highest.set(resource, Math.max(version, highest.get(resource) ?? 0));
        }),
      );
      return highest;
    },
    forget() {
      paths.clear();
      hasDeletions = false;
    },
  };
}
