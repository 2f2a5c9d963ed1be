/** Generates lives of pods for fast-check: every state of a legal life, in order. */
import type { PodObject, PodStatus } from '../../../src/core/observing/pod-object.ts';
import fc from '../../seeded-properties.ts';
import { disrupted, ended, NOT_READY, podObject, READY, RUNS, unschedulable } from './pod-states.ts';

export interface PodLife {
  readonly uid: string;
  /** In order; the last one is the state at its deletion, or at the end of the watch. */
  readonly states: readonly PodObject[];
  readonly isGone: boolean;
}

const CHOICES = fc.record({
  messages: fc.array(fc.constantFrom('no cpu', 'no memory', 'gated'), { maxLength: 4 }),
  furthest: fc.constantFrom('pending', 'bound', 'running', 'finished'),
  /** Whether it is ready, from one state to the next. */
  readiness: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  crashes: fc.nat({ max: 2 }),
  failure: fc.option(fc.constantFrom('Error', 'OOMKilled')),
  isRejected: fc.boolean(),
  isDisrupted: fc.boolean(),
  isGone: fc.boolean(),
});

/** @param name may be the name of another pod that lived earlier. */
export function podLife(uid: string, name = uid): fc.Arbitrary<PodLife> {
  return CHOICES.map((choices) => {
    const states: PodObject[] = [];
    const add = (status: PodStatus, node?: string) => {
      const version = states.length + 1;
      states.push(podObject({ uid, name, version, status, ...(node === undefined ? {} : { node }) }));
    };
    add({ phase: 'Pending' });
    for (const message of choices.messages) add(unschedulable(message));
    const node = choices.furthest === 'pending' ? undefined : 'worker-0';
    let status: PodStatus = states.at(-1)!.status!;
    const change = (next: PodStatus) => {
      status = next;
      add(status, node);
    };
    if (node !== undefined) change({ phase: 'Pending', conditions: [NOT_READY] });
    const hasRun = choices.furthest === 'running' || (choices.furthest === 'finished' && !choices.isRejected);
    if (hasRun) {
      change({ phase: 'Running', containerStatuses: [RUNS], conditions: [NOT_READY] });
      for (let crash = 1; crash <= choices.crashes; crash += 1) {
        const containerStatuses = [{ state: { waiting: {} }, restartCount: crash }];
        change({ phase: 'Running', containerStatuses, conditions: [NOT_READY] });
      }
      for (const ready of choices.readiness) {
        change({
          phase: 'Running',
          containerStatuses: [RUNS],
          conditions: [ready ? READY : NOT_READY],
        });
      }
    }
    if (choices.isDisrupted) {
      const conditions = [...(status.conditions ?? []), disrupted('PreemptionByScheduler')];
      change({ ...status, conditions });
    }
    if (choices.furthest === 'finished') {
      const conditions = choices.isDisrupted ? [disrupted('PreemptionByScheduler')] : [];
      if (!hasRun) change({ phase: 'Failed', reason: 'OutOfcpu', conditions });
      else {
        const end = choices.failure === null ? ended(0, 'Completed') : ended(1, choices.failure);
        const phase = choices.failure === null ? 'Succeeded' : 'Failed';
        change({ phase, containerStatuses: [end], conditions: [...conditions, NOT_READY] });
      }
    }
    return { uid, states, isGone: choices.isGone };
  });
}
