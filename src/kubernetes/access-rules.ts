/** Writes rights as rules of RBAC that a person can paste into a role, and says into which kind of role. */

export interface AccessRule {
  /** Of the API; empty for the core group. */
  readonly group: string;
  /** The plural, as `pods` or `pods/status`. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Namespaces in which a Role is enough. Undefined: the whole cluster. */
  readonly namespaces?: readonly string[] | undefined;
}

/** `a ClusterRole with rules: [{apiGroups: [""], resources: [nodes], verbs: [list, watch]}]`: YAML that a role takes as it is. */
export function neededRoles(rules: readonly AccessRule[]): string {
  const byPlace = Map.groupBy(rules, ({ namespaces }) => placeOf(namespaces));
  return Array.from(byPlace, ([place, each]) => `${place} with rules: [${written(each)}]`).join(', and ');
}

function placeOf(namespaces: readonly string[] | undefined): string {
  if (namespaces === undefined) return 'a ClusterRole';
  return namespaces.length === 1
    ? `a Role in the namespace ${namespaces[0]}`
    : `a Role in each of the namespaces ${namespaces.join(', ')}`;
}

/** Verbs of one resource stand together, and resources of one group with the same verbs. */
function written(rules: readonly AccessRule[]): string {
  const byResource = Map.groupBy(rules, ({ group, resource }) => `${group}/${resource}`);
  const whole = Array.from(byResource.values(), (same) => {
    const { group, resource } = same[0]!;
    return { group, resource, verbs: [...new Set(same.flatMap(({ verbs }) => verbs))].join(', ') };
  });
  const byVerbs = Map.groupBy(whole, ({ group, verbs }) => `${group} ${verbs}`);
  return Array.from(byVerbs.values(), (same) => {
    const { group, verbs } = same[0]!;
    const resources = same.map(({ resource }) => resource).join(', ');
    return `{apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]}`;
  }).join(', ');
}

/** The sentence of every API server whose authorizer refuses a request for a resource; admission refuses with other words. */
const REFUSED =
  /cannot (?<verb>[a-z*]+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]+)")?/;

/** The rule that gives what an API server refuses; undefined where it refuses for another reason than a missing right. */
export function refusedRule(message: string): AccessRule | undefined {
  const groups = REFUSED.exec(message)?.groups;
  if (!groups) return undefined;
  const { verb = '', resource = '', group = '', namespace } = groups;
  return { group, resource, verbs: [verb], ...(namespace !== undefined && { namespaces: [namespace] }) };
}
