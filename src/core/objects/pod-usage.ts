/** Reads what a pod uses, apart from what it requests: constant amounts, shares of its requests, or a series over its life. */
import { parseDuration } from '../time/duration.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { PodTemplate, ResourceList } from './pod.ts';
import { podRequest } from './pod-request.ts';
import { billionths, parseQuantity, QuantityError } from './quantity.ts';

/** The annotation with the usage as JSON: by resource an amount, a share of the request, or a list of `{at, value}`. */
export const USAGE_ANNOTATION = 'keg.dev/usage';

/** From `after` its start on the pod uses these amounts; a resource that is not named stays. */
export interface UsageStep {
  readonly after: Microseconds;
  readonly used: ResourceList;
}

/** One amount, or a share of the pod's request as `40%`; 0 where it requests none. */
type WrittenAmount = string | number;

/** The usage as a scenario or an annotation has it. */
type WrittenUsage = Readonly<
  Record<string, WrittenAmount | readonly { readonly at: string; readonly value: WrittenAmount }[]>
>;

/** A usage that cannot be read; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const known = new WeakMap<PodTemplate, readonly UsageStep[]>();
const NONE: readonly UsageStep[] = [];

/**
 * The steps of a pod's usage in order of time, from its annotations; empty without any.
 *
 * @throws {UsageError} for an annotation that cannot be read.
 */
export function usageOf(template: PodTemplate): readonly UsageStep[] {
  // Most templates have none, and a map of thousands of them keeps the garbage collector busy.
  if (!template.metadata?.annotations) return NONE;
  const read = known.get(template);
  if (read) return read;
  const written = writtenUsage(template);
  const steps = written ? usageSteps(written, template) : NONE;
  known.set(template, steps);
  return steps;
}

/** An amount that is used: cpu in nanocores, all others in base units. @throws {QuantityError} for no quantity. */
export function parseUsed(resource: string, quantity: string | number): number {
  return resource === 'cpu' ? billionths(quantity) : parseQuantity(quantity);
}

/** The inverse of {@link parseUsed}. */
function writtenUsed(resource: string, amount: number): string {
  if (resource !== 'cpu') return String(amount);
  return amount % 1e6 === 0 ? `${amount / 1e6}m` : `${amount}n`;
}

function writtenUsage({ metadata }: PodTemplate): WrittenUsage | undefined {
  const annotations = metadata?.annotations ?? {};
  const text = annotations[USAGE_ANNOTATION];
  if (text === undefined) return virtualMachineUsage(annotations);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(
      `the annotation ${USAGE_ANNOTATION} is no JSON map, such as {"cpu":"250m","memory":"40%"}`,
    );
  return value as WrittenUsage;
}

/** The prefix of the annotations of node-classifier-sim: the size of a virtual machine, and the used share of it. */
const MACHINE = 'simulation.node-classifier.io/vm-';

function virtualMachineUsage(annotations: Readonly<Record<string, string>>): WrittenUsage | undefined {
  const part = (size: string, share: string, scale: number): number | undefined => {
    const product = Number(annotations[MACHINE + size]) * Number(annotations[MACHINE + share]);
    return Number.isFinite(product) ? Math.round(product * scale) : undefined;
  };
  const cpu = part('cpu-cores', 'cpu-utilization', 1e9);
  const memory = part('memory-bytes', 'memory-utilization', 1);
  if (cpu === undefined && memory === undefined) return undefined;
  return { ...(cpu !== undefined && { cpu: `${cpu}n` }), ...(memory !== undefined && { memory }) };
}

/** @throws {UsageError} */
function usageSteps(written: WrittenUsage, template: PodTemplate): readonly UsageStep[] {
  const requests = podRequest(template.spec);
  const byTime = new Map<Microseconds, Record<string, string | number>>();
  for (const [resource, value] of Object.entries(written)) {
    for (const step of Array.isArray(value) ? (value as readonly unknown[]) : [{ at: '0s', value }]) {
      const { after, amount } = stepOf(resource, step, requests.get(resource));
      byTime.set(after, { ...byTime.get(after), [resource]: amount });
    }
  }
  return Array.from(byTime, ([after, used]) => ({ after, used })).sort((a, b) => a.after - b.after);
}

function stepOf(
  resource: string,
  step: unknown,
  request: number | undefined,
): { readonly after: Microseconds; readonly amount: string } {
  const { at, value } = (typeof step === 'object' && step !== null ? step : {}) as {
    readonly at?: unknown;
    readonly value?: unknown;
  };
  const after = typeof at === 'string' ? parseDuration(at) : undefined;
  if (after === undefined || after < 0)
    throw new UsageError(`a step of the usage of ${resource} has no time at: write {at: 5m, value: 250m}`);
  return { after, amount: writtenUsed(resource, amountOf(resource, value, request)) };
}

const SHARE = /^(\d+(?:\.\d+)?)%$/;

function amountOf(resource: string, value: unknown, request: number | undefined): number {
  const share = typeof value === 'string' ? SHARE.exec(value)?.[1] : undefined;
  if (share !== undefined) {
    const whole = (request ?? 0) * (resource === 'cpu' ? 1e6 : 1);
    return Math.round((whole * Number(share)) / 100);
  }
  const amount =
    typeof value === 'string' || typeof value === 'number' ? readUsedAmount(resource, value) : undefined;
  if (amount === undefined || amount < 0)
    throw new UsageError(
      `the usage of ${resource} is ${JSON.stringify(value) ?? 'missing'}: write an amount as 250m, or a share of the request as 40%`,
    );
  return amount;
}

/** An amount as a usage may write it, in the units of usage; undefined for a text that is no amount. */
export function readUsedAmount(resource: string, value: string | number): number | undefined {
  try {
    return parseUsed(resource, value);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
