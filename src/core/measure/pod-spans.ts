/** Collects when each pod of a recording existed, waited and held its request, so that any groups and any part of the window can be measured. */
import type { ResourceList } from '../objects/pod.ts';
import { readUsedAmount } from '../objects/pod-usage.ts';
import type { Observation } from '../recording/observation.ts';
import type { PodCreatedObservation } from '../recording/pod-observation.ts';
import { readableRequest } from './readable-amounts.ts';
import { requestOfUnknownTemplate } from './template-requests.ts';
import { arrivalOf } from './waiting-time.ts';

/** Amounts in the units of the figures: millicores, bytes, counts. */
export type Request = ReadonlyMap<string, number>;

/** Times in integer microseconds of recording time. */
export interface PodSpan {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly group: string | undefined;
  /** Whether it existed before the recording. */
  readonly wasThere: boolean;
  /** Its intended creation, or when it was first seen. */
  readonly created: number;
  readonly bound: number | undefined;
  /** When it was terminal or gone; undefined where it was alive to the end. */
  readonly ended: number | undefined;
  /** The times in which it held a request; `to` undefined: to the end. */
  readonly held: readonly HeldRequest[];
  /** What it used, where that was recorded, in the same units. */
  readonly used?: readonly HeldRequest[];
}

export interface HeldRequest {
  readonly from: number;
  readonly to: number | undefined;
  readonly request: Request;
}

export interface PodSpanCollector {
  observe(observation: Observation): void;
  /** In the order of creation. */
  spans(): readonly PodSpan[];
  /** The time of the last observation. */
  readonly end: number;
}

interface OpenRequest extends HeldRequest {
  to: number | undefined;
}

interface Draft extends Omit<PodSpan, 'bound' | 'ended' | 'held' | 'used'> {
  bound: number | undefined;
  ended: number | undefined;
  readonly held: OpenRequest[];
  used?: OpenRequest[];
  request: Request;
  node: string | null;
}

/**
 * By the rules of the measurement: a request counts from bind until the pod is terminal, gone, or its node is removed; a resize changes it.
 *
 * @param kubernetes - the version that decides how a request is computed.
 */
export function collectPodSpans(kubernetes: string | undefined): PodSpanCollector {
  const requests = new Map<string, Request>();
  const pods = new Map<string, Draft>();
  const nodes = new Map<string, string>();
  let end = 0;

  const requestOf = (template: string): Request => requests.get(template) ?? requestOfUnknownTemplate();
  const release = (pod: Draft, at: number): void => {
    for (const last of [pod.held.at(-1), pod.used?.at(-1)]) if (last && last.to === undefined) last.to = at;
  };
  const finish = (uid: string, at: number): void => {
    const pod = pods.get(uid);
    if (!pod || pod.ended !== undefined) return;
    release(pod, at);
    pod.ended = at;
  };

  return {
    observe(observation) {
      const { at } = observation;
      end = Math.max(end, at);
      switch (observation.kind) {
        case 'template':
          requests.set(observation.hash, readableRequest(observation.template, kubernetes).amounts);
          return;
        case 'node-added':
          nodes.set(observation.uid, observation.name);
          return;
        case 'node-removed': {
          const node = nodes.get(observation.uid);
          nodes.delete(observation.uid);
          for (const pod of pods.values()) if (node !== undefined && pod.node === node) release(pod, at);
          return;
        }
        case 'pod-created':
          if (!pods.has(observation.uid)) pods.set(observation.uid, draftOf(observation, requestOf));
          return;
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          if (!pod || pod.bound !== undefined || pod.ended !== undefined) return;
          pod.bound = at;
          pod.node = observation.node;
          pod.held.push({ from: at, to: undefined, request: pod.request });
          return;
        }
        case 'pod-resized': {
          const pod = pods.get(observation.uid);
          if (!pod || pod.ended !== undefined) return;
          pod.request = requestOf(observation.template);
          const last = pod.held.at(-1);
          if (!last || last.to !== undefined) return;
          last.to = at;
          pod.held.push({ from: at, to: undefined, request: pod.request });
          return;
        }
        case 'pod-usage': {
          const pod = pods.get(observation.uid);
          if (!pod || pod.ended !== undefined) return;
          pod.used ??= [];
          const last = pod.used.at(-1);
          if (last) last.to = at;
          const request = new Map([...(last?.request ?? []), ...usedAmounts(observation.used)]);
          pod.used.push({ from: at, to: undefined, request });
          return;
        }
        case 'pod-finished':
        case 'pod-deleted':
          return finish(observation.uid, at);
        default:
          return;
      }
    },
    spans: () => [...pods.values()],
    get end() {
      return end;
    },
  };
}

function usedAmounts(used: ResourceList): [resource: string, amount: number][] {
  return Object.entries(used).map(([resource, value]) => {
    const amount = readUsedAmount(resource, value) ?? 0;
    return [resource, resource === 'cpu' ? amount / 1e6 : amount];
  });
}

function draftOf(created: PodCreatedObservation, requestOf: (template: string) => Request): Draft {
  const { uid, namespace, name, group, age, at, intended } = created;
  return {
    uid,
    namespace,
    name,
    group,
    wasThere: age !== undefined,
    created: arrivalOf({ intended, at }),
    bound: undefined,
    ended: undefined,
    held: [],
    request: requestOf(created.template),
    node: null,
  };
}
