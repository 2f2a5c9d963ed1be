/** Computes how much was requested at given times, to compare with figures that others computed from the same history. */
import type { Observation } from '../recording/observation.ts';
import { requestOfTemplate, requestOfUnknownTemplate } from './template-requests.ts';

export interface Occupancy {
  /** µs. */
  readonly time: number;
  /** Bound pods that are neither terminal nor deleted. */
  readonly pods: number;
  /** By resource name: cpu in millicores, memory in bytes, others in base units. */
  readonly requested: Readonly<Record<string, number>>;
}

/**
 * The requests of bound pods just before each of the given times: observations before that time count, observations at that time do not.
 * Removals of nodes do not count: a pod holds its request until it is terminal or deleted.
 *
 * @param times µs, in any order. The result has the same order.
 * @throws {QuantityError} for a request that is no quantity.
 */
export function occupancyAt(observations: Iterable<Observation>, times: readonly number[]): Occupancy[] {
  const order = times.map((_, position) => position).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const answers: Occupancy[] = [];
  const state = new Held();
  let next = 0;
  const answerBefore = (at: number) => {
    for (; next < order.length; next += 1) {
      const position = order[next] ?? 0;
      const time = times[position] ?? 0;
      if (time > at) return;
      answers[position] = state.at(time);
    }
  };
  for (const observation of observations) {
    answerBefore(observation.at);
    state.observe(observation);
  }
  answerBefore(Number.POSITIVE_INFINITY);
  return answers;
}

class Held {
  readonly #templates = new Map<string, ReadonlyMap<string, number>>();
  /** Request by uid of pods that are not bound, and of those that are. */
  readonly #waiting = new Map<string, ReadonlyMap<string, number>>();
  readonly #holding = new Map<string, ReadonlyMap<string, number>>();
  readonly #requested = new Map<string, number>();

  at(time: number): Occupancy {
    return { time, pods: this.#holding.size, requested: Object.fromEntries(this.#requested) };
  }

  observe(observation: Observation): void {
    switch (observation.kind) {
      case 'template':
        this.#templates.set(observation.hash, requestOfTemplate(observation.template, undefined));
        break;
      case 'pod-created':
        this.#waiting.set(
          observation.uid,
          this.#templates.get(observation.template) ?? requestOfUnknownTemplate(),
        );
        break;
      case 'pod-bound': {
        const request = this.#waiting.get(observation.uid);
        if (!request) break;
        this.#waiting.delete(observation.uid);
        this.#holding.set(observation.uid, request);
        this.#add(request, 1);
        break;
      }
      case 'pod-resized': {
        const request = this.#templates.get(observation.template);
        const held = this.#holding.get(observation.uid);
        if (!request) break;
        if (this.#waiting.has(observation.uid)) this.#waiting.set(observation.uid, request);
        if (!held) break;
        this.#holding.set(observation.uid, request);
        this.#add(held, -1);
        this.#add(request, 1);
        break;
      }
      case 'pod-finished':
      case 'pod-deleted': {
        const request = this.#holding.get(observation.uid);
        this.#waiting.delete(observation.uid);
        this.#holding.delete(observation.uid);
        if (request) this.#add(request, -1);
        break;
      }
    }
  }

  #add(request: ReadonlyMap<string, number>, sign: 1 | -1): void {
    for (const [resource, amount] of request)
      this.#requested.set(resource, (this.#requested.get(resource) ?? 0) + sign * amount);
  }
}
