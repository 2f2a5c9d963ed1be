/** Quantities of a recording, read without stopping at one that Kubernetes would have refused. */
import type { PodTemplate, ResourceList } from '../objects/pod.ts';
import { parseAmount, QuantityError } from '../objects/quantity.ts';
import { requestOfTemplate, requestOfUnknownTemplate } from './template-requests.ts';

export interface ReadableAmounts {
  readonly amounts: ReadonlyMap<string, number>;
  /** How many quantities were left out. */
  readonly unreadable: number;
}

/** What a node offers, as far as it can be read. */
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

/** A template's request; one that cannot be read counts as a pod that asks for nothing but its place. */
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
