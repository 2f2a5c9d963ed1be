/** Declares the parts of random scenarios, and what a fit must find of each. */
import type { Quantity } from '../../../src/core/fitting/pods/fit-group.ts';
import { between, type RandomLaw } from './random-laws.ts';

/** What must be inside a 95 % interval. Times in seconds. */
export type Claim = { readonly group: string } & (
  | { readonly kind: 'law'; readonly quantity: Quantity; readonly law: RandomLaw }
  | { readonly kind: 'jitter'; readonly law: RandomLaw }
  /** Pods that arrive in this part of the window, on average. */
  | { readonly kind: 'rate'; readonly from: number; readonly to: number; readonly pods: number }
  | { readonly kind: 'share'; readonly cause: 'succeeded' | 'failed' | 'deleted'; readonly share: number }
  | { readonly kind: 'burst size'; readonly mean: number }
  | { readonly kind: 'per start'; readonly seconds: number }
);

export type Entry = Readonly<Record<string, unknown>>;

/** Entries of a scenario, and what a fit must find of them. */
export interface RandomPart {
  readonly templates: Readonly<Record<string, object>>;
  readonly pods?: readonly Entry[];
  readonly workloads?: readonly Entry[];
  readonly claims: readonly Claim[];
  /** By group: keys of the written entries that are the same as here, in their order. */
  readonly certain?: Readonly<Record<string, readonly Entry[]>>;
}

export interface Making {
  readonly random: () => number;
  /** Seconds. */
  readonly window: number;
  readonly name: string;
}

/** A template of its own for each group. */
export function templateOf(
  { name, random }: Making,
  cpu = `${Math.round(between(random, 1, 20)) * 50}m`,
): Readonly<Record<string, object>> {
  const requests = { cpu, memory: '64Mi' };
  return {
    [name]: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', resources: { requests } }] },
    },
  };
}

/** A duration as a fit writes it. */
export function spanOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
