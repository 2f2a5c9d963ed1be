/** Reads the quantities of a recording and leaves out those that Kubernetes refuses. */
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import { parseAmount, QuantityError } from '../objects/quantity.ts';
import { requestOfTemplate, requestOfUnknownTemplate } from './template-requests.ts';

export interface ReadableAmounts {
  readonly amounts: ReadonlyMap<string, number>;
  /** Number of quantities that are left out. */
  readonly unreadable: number;
}

/** Reads what a node offers. */
export function readableList(list: ResourceList): ReadableAmounts {
  const amounts = new Map<string, number>();
  let unreadable = 0;
  for (const [resource, quantity] of Object.entries(list)) {
    const amount = orUndefined(() => parseAmount(resource, quantity));
    if (amount === undefined) unreadable += 1;
    else amounts.set(resource, amount);
  }
  return { amounts, unreadable };
}

/** Reads a template's request. If it is invalid, the pod counts with one of `pods` only. */
export function readableRequest(template: PodTemplate, kubernetes: string | undefined): ReadableAmounts {
  const request = orUndefined(() => requestOfTemplate(template, kubernetes));
  return { amounts: request ?? requestOfUnknownTemplate(), unreadable: request ? 0 : 1 };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
