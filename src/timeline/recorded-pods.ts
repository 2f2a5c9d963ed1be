/** A recording's pods as planned pods, so that a real day can be played again: its arrivals, its lifetimes, its phase delays. */

import type { PodTemplate } from '../objects/pod.ts';
import type { Observation } from '../recording/observation.ts';
import type { PodEnd } from '../scenario/scenario.ts';
import type { Planned } from './timeline-event.ts';

interface SeenPod {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly template: PodTemplate;
  readonly createdAt: number;
  boundAt?: number;
  startedAt?: number;
  readyAt?: number;
  endedAt?: number;
  end?: PodEnd;
}

/**
 * Collects the pods of a recording. What a pod did becomes what it is planned to do:
 * - it arrives when it was (meant to be) created, at 0 if it was there before;
 * - its lifetime is from started (else bound) to its end; without an end it is right-censored, and runs on for ever;
 * - a pod that was deleted without ever having been bound is deleted at that very time again, whatever became of it.
 */
export function collectRecordedPods(): { observe(observation: Observation): void; planned(): Planned[] } {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, SeenPod>();
  let sawReady = false;

  return {
    observe(observation) {
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, observation.template);
          return;
        case 'pod-created': {
          const template = templates.get(observation.template);
          if (!template) return;
          const { namespace, name } = observation;
          const createdAt = observation.intended ?? observation.at;
          pods.set(observation.uid, {
            namespace,
            name,
            group: observation.group ?? name,
            template,
            createdAt,
          });
          return;
        }
        case 'pod-bound':
          return note(pods.get(observation.uid), 'boundAt', observation.at);
        case 'pod-started':
          return note(pods.get(observation.uid), 'startedAt', observation.at);
        case 'pod-ready':
          sawReady = true;
          return note(pods.get(observation.uid), 'readyAt', observation.at);
        case 'pod-finished':
          return noteEnd(
            pods.get(observation.uid),
            observation.at,
            observation.phase === 'Failed' ? 'failed' : 'succeeded',
          );
        case 'pod-deleted':
          return noteEnd(pods.get(observation.uid), observation.at, 'deleted');
        default:
          return;
      }
    },
    planned: () => [...pods.values()].map((pod) => plan(pod, sawReady)),
  };
}

function note(pod: SeenPod | undefined, key: 'boundAt' | 'startedAt' | 'readyAt', at: number): void {
  if (pod && pod[key] === undefined) pod[key] = at;
}

function noteEnd(pod: SeenPod | undefined, at: number, end: PodEnd): void {
  if (!pod || pod.endedAt !== undefined) return;
  pod.endedAt = at;
  pod.end = end;
}

function plan(pod: SeenPod, sawReady: boolean): Planned {
  const { boundAt, endedAt, readyAt } = pod;
  const startedAt = pod.startedAt ?? boundAt;
  const wasBound = startedAt !== undefined;
  return {
    at: pod.createdAt,
    action: {
      kind: 'create-pod',
      pod: {
        namespace: pod.namespace,
        name: pod.name,
        group: pod.group,
        template: pod.template,
        lifetime: wasBound && endedAt !== undefined ? endedAt - startedAt : null,
        end: pod.end ?? 'deleted',
        startDelay: wasBound && boundAt !== undefined ? startedAt - boundAt : 0,
        readyDelay:
          readyAt !== undefined && wasBound ? Math.max(0, readyAt - startedAt) : sawReady ? null : 0,
        withdrawnAt: wasBound || endedAt === undefined ? null : endedAt,
      },
    },
  };
}
