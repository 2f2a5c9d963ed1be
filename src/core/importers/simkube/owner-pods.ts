/** Reports the pods of a trace's owners to the history as they are created and deleted. */
import { decidingParts } from '../../observing/deciding-parts.ts';
import { createSharedTemplates } from '../../observing/shared-templates.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { podFrom } from '../objects/cluster-objects.ts';
import { type LooseMap, mapAt } from '../objects/loose-json.ts';

/** When a pod ran, in microseconds since the Unix epoch; without an end it ran on. */
export interface PodRun {
  readonly start: number;
  readonly end: number | undefined;
}

export interface OwnerPods {
  /** From here on the owner creates its pods from these templates. */
  applied(key: string, templates: readonly LooseMap[], object: unknown): void;
  /** The owner wants this many pods for each of its templates. */
  scale(key: string, replicas: number, moment: number): void;
  /** One of its pods ran. @returns the last moment that this reports. */
  ran(key: string, run: PodRun): number;
  /** How many runs were left out because their owner is unknown. */
  unknown(): number;
}

interface OwnerState {
  templates: readonly LooseMap[];
  /** The content of the templates that the living pods were created from. */
  content: string;
  alive: string[];
  made: number;
}

export function createOwnerPods(history: ImportHistory, file: string): OwnerPods {
  const owners = new Map<string, OwnerState>();
  const share = createSharedTemplates();
  let unknown = 0;
  let count = 0;

  /** Reports a pod as created and as bound to an unknown node. */
  function create(key: string, owner: OwnerState, template: LooseMap, moment: number): string {
    const [, path = ''] = key.split(' ');
    const [namespace = 'default', name = ''] = path.split('/');
    const kind = key.split(' ')[0]!.split('.').at(-1)!;
    const isPod = kind === 'Pod';
    const podName = isPod && owner.made === 0 ? name : `${name}-${owner.made}`;
    owner.made += 1;
    count += 1;
    const uid = `i${count}`;
    const metadata = { ...mapAt(template, 'metadata'), namespace, name: podName, uid };
    const pod = podFrom({ metadata, spec: mapAt(template, 'spec') }, { file });
    const { template: shared, labels, volumes } = decidingParts(pod, share);
    history.direct(moment, (at, observer) => {
      const hash = observer.templateHash(shared, at);
      const group = isPod ? {} : { group: `${kind}/${name}` };
      observer.observe({
        at,
        kind: 'pod-created',
        uid,
        namespace,
        name: podName,
        ...group,
        template: hash,
        ...(Object.keys(labels).length > 0 ? { labels } : {}),
        ...(volumes.length > 0 ? { volumes } : {}),
      });
      observer.observe({ at, kind: 'pod-bound', uid, node: null });
    });
    return uid;
  }

  const remove = (uid: string, moment: number): void =>
    history.direct(moment, (at, observer) => observer.observe({ at, kind: 'pod-deleted', uid }));

  return {
    applied(key, templates) {
      const known = owners.get(key);
      if (known) known.templates = templates;
      else owners.set(key, { templates, content: JSON.stringify(templates), alive: [], made: 0 });
    },
    scale(key, replicas, moment) {
      const owner = owners.get(key);
      if (!owner) return;
      const content = JSON.stringify(owner.templates);
      // The templates changed: all pods are replaced.
      if (content !== owner.content) for (const uid of owner.alive.splice(0)) remove(uid, moment);
      owner.content = content;
      const wanted = replicas * owner.templates.length;
      while (owner.alive.length > wanted) remove(owner.alive.pop()!, moment);
      while (owner.alive.length < wanted) {
        const template = owner.templates[owner.alive.length % owner.templates.length]!;
        owner.alive.push(create(key, owner, template, moment));
      }
    },
    ran(key, { start, end }) {
      const owner = owners.get(key);
      const template = owner?.templates[0];
      if (!owner || !template) {
        unknown += 1;
        return 0;
      }
      const uid = create(key, owner, template, start);
      history.direct(start, (at, observer) => observer.observe({ at, kind: 'pod-started', uid }));
      if (end !== undefined) {
        // A trace does not record how a run ended; SimKube itself ends all runs as succeeded (config/kwok/pod-complete.yml).
        history.direct(end, (at, observer) =>
          observer.observe({ at, kind: 'pod-finished', uid, phase: 'Succeeded' }),
        );
      }
      return end ?? start;
    },
    unknown: () => unknown,
  };
}
