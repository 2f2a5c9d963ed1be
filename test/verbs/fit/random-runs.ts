/** Random lifetimes, ends and phases of the pods of an entry. */
import { ALL_LAWS, between, type LawName, oneOf, type RandomLaw, randomLaw } from './random-laws.ts';
import type { Claim, Entry, Making } from './random-part.ts';

/** Keys of an entry, and what a fit must find of them. */
export interface RandomKeys {
  readonly entry: Entry;
  readonly claims: readonly Claim[];
}

const NOTHING: RandomKeys = { entry: {}, claims: [] };
const DELAYS: readonly LawName[] = ['gamma', 'lognormal', 'weibull', 'exponential'];
/** Families without edges: half of the runs may be cut off. */
const SMOOTH: readonly LawName[] = ['exponential', 'weibull', 'lognormal', 'gamma'];

export function randomRun(making: Making): RandomKeys {
  return oneOf(making.random, [plain, weighted, competing, censored, endless])(making);
}

function lifetimeOf(law: RandomLaw, end: unknown, name: string): RandomKeys {
  return {
    entry: { lifetime: law.written, end },
    claims: [{ group: name, kind: 'law', quantity: 'lifetime', law }],
  };
}

function plain({ random, window, name }: Making): RandomKeys {
  const law = randomLaw(random, window / between(random, 20, 100), ALL_LAWS);
  return lifetimeOf(law, oneOf(random, ['succeeded', 'failed', 'deleted']), name);
}

/** Half of the runs last beyond the window, or so. */
function censored({ random, window, name }: Making): RandomKeys {
  return lifetimeOf(randomLaw(random, window / between(random, 2, 4), SMOOTH), 'succeeded', name);
}

function weighted({ random, window, name }: Making): RandomKeys {
  const law = randomLaw(random, window / between(random, 20, 100), ALL_LAWS);
  const failed = Math.round(between(random, 5, 60));
  const { entry, claims } = lifetimeOf(law, { succeeded: 100 - failed, failed }, name);
  return {
    entry,
    claims: [...claims, { group: name, kind: 'share', cause: 'failed', share: failed / 100 }],
  };
}

/** Failures come early, successes late. */
function competing({ random, window, name }: Making): RandomKeys {
  const size = window / between(random, 20, 60);
  const late = randomLaw(random, size, ['lognormal']);
  const parameters = { shape: between(random, 0.4, 0.7), scale: size * between(random, 1, 3) };
  const early: RandomLaw = { candidate: 'weibull', parameters, written: { type: 'weibull', ...parameters } };
  return {
    entry: {
      ends: [
        { end: 'succeeded', lifetime: late.written },
        { end: 'failed', lifetime: early.written },
      ],
    },
    claims: [
      { group: name, kind: 'law', quantity: 'succeeded', law: late },
      { group: name, kind: 'law', quantity: 'failed', law: early },
    ],
  };
}

function endless(): RandomKeys {
  return NOTHING;
}

export function randomPhases({ random, name }: Making): RandomKeys {
  if (random() < 0.3) return NOTHING;
  const started = randomLaw(random, between(random, 1, 20), DELAYS);
  const ready = randomLaw(random, between(random, 1, 30), DELAYS);
  return {
    entry: { phases: { started: started.written, ready: ready.written } },
    claims: [
      { group: name, kind: 'law', quantity: 'started', law: started },
      { group: name, kind: 'law', quantity: 'ready', law: ready },
    ],
  };
}

/** Each other start under way on the node delays a start. */
export function phasesUnderLoad({ random, name }: Making): RandomKeys {
  const started = randomLaw(random, between(random, 5, 20), ['gamma']);
  const seconds = between(random, 1, 4);
  return {
    entry: { phases: { started: started.written, perStart: `${Math.round(seconds * 1e6)}us` } },
    claims: [{ group: name, kind: 'per start', seconds }],
  };
}

/** Pods that existed before: their lifetimes are longer than their ages. */
export function randomAges({
  random,
  window,
  name,
}: Making): RandomKeys & { readonly ages: readonly number[] } {
  const size = window / between(random, 2, 6);
  const law = randomLaw(random, size, SMOOTH);
  const count = Math.round(between(random, 80, 160));
  const ages = Array.from({ length: count }, () => Math.floor(between(random, 1, 2 * size)));
  return { ...lifetimeOf(law, 'succeeded', name), ages: ages.sort((one, other) => other - one) };
}

/** Pods that fit on no node, and are deleted while they wait. */
export function randomWithdrawal({ random, window, name }: Making): RandomKeys {
  const law = randomLaw(random, window / between(random, 10, 60), SMOOTH);
  return {
    entry: { phases: { withdrawn: law.written } },
    claims: [{ group: name, kind: 'law', quantity: 'withdrawn', law }],
  };
}
