/** Applies strategic merge patches to Pods and Nodes by Kubernetes' own merge keys, as the API server does. */
import { isLooseMap, type LooseMap } from './loose-json.ts';

/**
 * Lists of a Pod or Node that are merged by a key instead of replaced
 * (patchMergeKey in k8s.io/api/core/v1/types.go and k8s.io/apimachinery/pkg/apis/meta/v1/types.go).
 */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  hostIPs: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  ports: 'containerPort',
  resourceClaims: 'name',
  schedulingGates: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};
/** Lists of plain values to which a patch adds. */
const MERGED_VALUES: ReadonlySet<string> = new Set(['finalizers', 'podCIDRs']);
const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/;
const DELETED_VALUES = '$deleteFromPrimitiveList/';

/** Returns the object after the patch; both arguments stay unchanged. A null deletes its field. */
export function strategicMerge(original: unknown, patch: LooseMap): LooseMap {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  const result: Record<string, unknown> = isLooseMap(original) ? { ...original } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(DELETED_VALUES)) deleteValues(result, key.slice(DELETED_VALUES.length), value);
    else if (DIRECTIVE.test(key)) continue;
    else if (value === null || (isLooseMap(value) && value.$patch === 'delete')) delete result[key];
    else result[key] = merged(key, result[key], value);
  }
  if (Array.isArray(patch.$retainKeys)) {
    const retained = new Set(patch.$retainKeys as unknown[]);
    for (const key of Object.keys(result)) if (!retained.has(key)) delete result[key];
  }
  return result;
}

function merged(key: string, original: unknown, patch: unknown): unknown {
  if (isLooseMap(patch)) return strategicMerge(original, patch);
  if (!Array.isArray(patch) || !Array.isArray(original)) return withoutListDirectives(patch);
  if (MERGED_VALUES.has(key)) return [...new Set([...(original as unknown[]), ...(patch as unknown[])])];
  const mergeKey = Object.hasOwn(MERGE_KEYS, key) ? MERGE_KEYS[key] : undefined;
  const isReplaced =
    mergeKey === undefined || patch.some((item) => isLooseMap(item) && item.$patch === 'replace');
  return isReplaced
    ? withoutListDirectives(patch)
    : mergedList(original as readonly unknown[], patch as readonly unknown[], mergeKey);
}

function mergedList(original: readonly unknown[], patch: readonly unknown[], mergeKey: string): unknown[] {
  const result = [...original];
  for (const item of patch) {
    if (!isLooseMap(item)) continue;
    const index = result.findIndex((each) => isLooseMap(each) && each[mergeKey] === item[mergeKey]);
    if (item.$patch === 'delete') {
      if (index >= 0) result.splice(index, 1);
    } else if (index < 0) result.push(withoutDirectives(item));
    else result[index] = strategicMerge(result[index], item);
  }
  return result;
}

function deleteValues(result: Record<string, unknown>, key: string, values: unknown): void {
  const known = result[key];
  if (!Array.isArray(known) || !Array.isArray(values)) return;
  result[key] = (known as unknown[]).filter((value) => !(values as unknown[]).includes(value));
}

function withoutDirectives(map: LooseMap): LooseMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !DIRECTIVE.test(key)));
}

function withoutListDirectives(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as unknown[]).flatMap((item) => {
    if (!isLooseMap(item)) return [item];
    const plain = withoutDirectives(item);
    return '$patch' in item && Object.keys(plain).length === 0 ? [] : [plain];
  });
}
