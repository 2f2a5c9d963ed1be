/** Signs pods: two pods with the same signature get the same verdicts and scores (runtime/framework.go, SignPod; framework/signers.go). */
import type { PodSpec } from '../../objects/pod.ts';
import { FIRST_SCALAR, type ResourceColumns } from '../cache/resource-columns.ts';
import { perTemplate } from './per-template.ts';
import type { Plugin } from './plugin.ts';
import type { PodState } from './pod-state.ts';

/** Undefined for a pod that some plugin cannot compare with others. */
export type PodSigner = (pod: PodState) => string | undefined;

/** Signs with all plugins that filter or score. One that cannot sign turns signing off. */
export function podSigner(
  schedulerName: string,
  plugins: readonly Plugin[],
  columns: ResourceColumns,
): PodSigner {
  const signers: NonNullable<Plugin['sign']>[] = [];
  for (const { sign } of plugins) {
    if (!sign) return () => undefined;
    signers.push(sign);
  }
  /** The plugin that could not sign the last pod. By default PodTopologySpread can sign none, so it is asked first. */
  let refuser = signers[0];
  const sign = (pod: PodState): string | undefined => {
    const parts: unknown[] = [schedulerName];
    for (const signer of signers) {
      const part = signer(pod);
      if (part === undefined) {
        refuser = signer;
        return undefined;
      }
      parts.push(part);
    }
    return JSON.stringify(parts);
  };
  const ofTemplate = perTemplate(
    columns,
    (): { signed?: { readonly signature: string | undefined } } => ({}),
  );
  return (pod) => {
    if (refuser && refuser(pod) === undefined) return undefined;
    if (pod.labels !== pod.info.labels) return sign(pod);
    const entry = ofTemplate(pod.info);
    entry.signed ??= { signature: sign(pod) };
    return entry.signed.signature;
  };
}

/** What the pod requests. Amounts of 0 differ only for extended resources. */
export function signRequests({ info: { request } }: PodState): unknown {
  const pairs = request.columns.map((column, i) => [column, request.amounts[i] as number] as const);
  return pairs.filter(([column, amount]) => column >= FIRST_SCALAR || amount !== 0).sort(([a], [b]) => a - b);
}

export function signTolerations({ info: { spec } }: PodState): unknown {
  return (spec.tolerations ?? [])
    .map(({ key = '', operator, value = '', effect }) => [key, value, operator ?? '', effect ?? ''])
    .sort((a, b) => compare(a[0] ?? '', b[0] ?? '') || compare(a[1] ?? '', b[1] ?? ''));
}

/** The numbers of the host ports, sorted. */
export function signPorts({ containers, initContainers }: PodSpec): unknown {
  const ports = [...containers, ...(initContainers ?? [])].flatMap(({ ports: own }) =>
    (own ?? []).flatMap(({ hostPort }) => (hostPort ? [hostPort] : [])),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Volumes of ConfigMaps and Secrets do not count. */
export function signVolumes({ info: { spec } }: PodState): unknown {
  return (spec.volumes ?? [])
    .filter((volume) => volume.configMap == null && volume.secret == null)
    .map(({ name: _name, ...source }) => JSON.stringify(source))
    .sort();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
