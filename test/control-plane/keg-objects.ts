/** Lists by plain HTTPS every object that keg made on an API server, of all kinds that the server has. */
import type { PlainApi } from './cluster/plain-api.ts';

interface ListedObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

/**
 * Every object, as `pods keg-x1-default/a`, that carries the label of a run, has a name keg-… or is in a namespace with such a name. Also the
 * nodes with the given names.
 *
 * @param run If given, only the objects of this run.
 */
export async function kegObjects(
  api: PlainApi,
  { run, nodes = [] }: { readonly run?: string; readonly nodes?: readonly string[] } = {},
): Promise<string[]> {
  const prefix = run === undefined ? 'keg-' : `keg-${run}-`;
  const isKegs = (resource: string, { metadata }: ListedObject): boolean => {
    const label = metadata.labels?.['keg.dev/run'];
    return (
      (run === undefined ? label !== undefined : label === run) ||
      // Kubernetes keeps the events of a deleted node for an hour, in the namespace default.
      (metadata.name.startsWith(prefix) && resource !== 'events') ||
      metadata.namespace?.startsWith(prefix) === true ||
      (resource === 'nodes' && nodes.includes(metadata.name))
    );
  };
  const found: string[] = [];
  for (const { groupVersion, resources } of await servedResources(api)) {
    const root = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
    for (const { name, verbs } of resources) {
      if (!verbs.includes('list') || name.includes('/')) continue;
      const { status, body } = await api.get(`${root}/${name}`);
      if (status !== 200) throw new Error(`${root}/${name} answers ${status}`);
      for (const object of body.items as readonly ListedObject[]) {
        const { namespace, name: own } = object.metadata;
        if (isKegs(name, object))
          found.push(`${name} ${namespace === undefined ? own : `${namespace}/${own}`}`);
      }
    }
  }
  return found.sort();
}

async function servedResources(api: PlainApi): Promise<ResourceList[]> {
  const groups = (await api.get('/apis')).body.groups as readonly {
    readonly preferredVersion: { readonly groupVersion: string };
  }[];
  const roots = [
    '/api/v1',
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  return Promise.all(roots.map(async (root) => (await api.get(root)).body as ResourceList));
}
