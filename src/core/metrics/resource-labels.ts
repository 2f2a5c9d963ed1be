/** Names resources and gives their amounts as kube-state-metrics does. */
import { unitOf } from '../measure/resource-index.ts';

export interface NamedAmount {
  readonly labels: { readonly resource: string; readonly unit: 'core' | 'byte' | 'integer' };
  readonly value: number;
}

const UNITS = { millicores: 'core', bytes: 'byte', count: 'integer' } as const;

/** Cores, bytes and counts of amounts in millicores, bytes and counts. Other characters than letters and digits become `_`. */
export function namedAmounts(amounts: Iterable<readonly [string, number]>): NamedAmount[] {
  return Array.from(amounts, ([resource, amount]) => {
    const unit = unitOf(resource);
    return {
      labels: { resource: resource.replaceAll(/[^a-zA-Z0-9]/g, '_'), unit: UNITS[unit] },
      value: unit === 'millicores' ? amount / 1000 : amount,
    };
  });
}
