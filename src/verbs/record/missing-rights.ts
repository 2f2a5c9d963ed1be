/** States what a recording cannot decide where the objects that decide may not be read. */
import type { Problem } from '../../core/errors/problem.ts';
import { OBJECT_KINDS } from '../../core/objects/object-kinds.ts';
import { type AccessRule, neededRoles } from '../../kubernetes/access-rules.ts';
import type { Selection } from './selection.ts';

interface Consequence {
  /** Plurals of kinds, as in rules of RBAC. */
  readonly without: readonly string[];
  readonly means: string;
}

const CONSEQUENCES: readonly Consequence[] = [
  { without: ['replicasets', 'jobs'], means: 'the owners of their pods are taken from names' },
  {
    without: ['services', 'replicationcontrollers', 'replicasets', 'statefulsets'],
    means: 'how the scheduler spreads their pods by default cannot be decided',
  },
  { without: ['deployments', 'daemonsets'], means: 'their pods are led back to them by names alone' },
  { without: ['poddisruptionbudgets'], means: 'preemptions and drains are decided without them' },
  { without: ['namespaces'], means: 'affinities with a namespaceSelector cannot be decided' },
  {
    without: [
      'persistentvolumes',
      'persistentvolumeclaims',
      'storageclasses',
      'csinodes',
      'csidrivers',
      'csistoragecapacities',
      'volumeattachments',
    ],
    means: 'where volumes let pods run cannot be decided',
  },
  {
    without: ['priorityclasses', 'runtimeclasses'],
    means:
      'pods that name one have the priority and overhead that they were admitted with, and new pods none',
  },
];

/** One warning for each consequence, with the kinds that cause it. */
export function missingRights(forbidden: ReadonlySet<string>, selection: Selection): Problem[] {
  return CONSEQUENCES.flatMap(({ without, means }): Problem[] => {
    const missing = without.filter((plural) => forbidden.has(plural));
    if (missing.length === 0) return [];
    return [
      {
        code: 'read-forbidden',
        severity: 'warning',
        message: `${listed(missing)} may not be read: ${means}`,
        next: `${askFor(missing, selection)}; docs/how-to/rbac-record.yaml has all that record needs`,
      },
    ];
  });
}

/** The roles with the rights to read the kinds: of objects in namespaces, only in those that are recorded. */
export function askFor(plurals: readonly string[], { namespaces }: Selection): string {
  const rules = plurals.map((resource): AccessRule => {
    const kind = OBJECT_KINDS.find((entry) => entry.plural === resource);
    const isNamespaced = kind === undefined || kind.isNamespaced;
    return {
      group: groupOf(kind?.apiVersion ?? 'v1'),
      resource,
      verbs: ['list', 'watch'],
      ...(isNamespaced && { namespaces }),
    };
  });
  return `give the user ${neededRoles(rules)}`;
}

/** The core group has no name. */
function groupOf(version: string): string {
  return version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
}

/** What a recording lacks from the moment on at which the watch of a kind is lost. */
export function meaningWithout(plural: string): string {
  const all = CONSEQUENCES.filter(({ without }) => without.includes(plural));
  return all.map(({ means }) => means).join(', and ');
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
