/** Observes changes of what decides about a pod that is not bound yet or that others refer to: its labels, its scheduling gates, its nomination. */
import { contentHash } from '../objects/content-hash.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Observer } from '../recording/observer.ts';
import { canonicalJson } from '../recording/template-hash.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { PodObject } from './pod-object.ts';

export interface PodChanges {
  /** Takes a state of a pod that is not finished. The first state of a pod changes nothing, except for its nomination. */
  seen(pod: PodObject, uid: string, at: Microseconds): void;
  forget(uid: string): void;
}

/** What a recording contains of a pod that may change before it is bound. */
interface ChangingParts {
  readonly template: PodTemplate;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is remembered of a pod: marks instead of texts, because there may be hundreds of thousands of pods. */
interface SeenPod {
  labels: number;
  /** What a pod with gates may change, as long as it has gates. */
  gated: number | undefined;
  nominated: string | undefined;
}

export function createPodChanges(
  observer: Observer,
  describe: (pod: PodObject, at: Microseconds) => ChangingParts,
): PodChanges {
  const pods = new Map<string, SeenPod>();

  function observeChanges(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    const now = { labels: labelsMark(pod.metadata.labels ?? {}), gated: gatedMark(pod) };
    const hasOtherLabels = now.labels !== known.labels;
    const hasOtherRules = known.gated !== undefined && now.gated !== known.gated;
    if (!hasOtherLabels && !hasOtherRules) return;
    Object.assign(known, now);
    const { labels = {}, template } = describe(pod, at);
    observer.observe({
      at,
      kind: 'pod-changed',
      uid,
      ...(hasOtherRules ? { template: observer.templateHash(template, at) } : {}),
      ...(hasOtherLabels ? { labels } : {}),
    });
  }

  function observeNomination(pod: PodObject, uid: string, known: SeenPod, at: Microseconds): void {
    // The binding ends the nomination.
    if (pod.spec.nodeName) return;
    const node = pod.status?.nominatedNodeName || undefined;
    if (node === known.nominated) return;
    known.nominated = node;
    observer.observe({ at, kind: 'pod-nominated', uid, node: node ?? null });
  }

  return {
    seen(pod, uid, at) {
      let known = pods.get(uid);
      if (known) observeChanges(pod, uid, known, at);
      else {
        known = {
          labels: labelsMark(pod.metadata.labels ?? {}),
          gated: gatedMark(pod),
          nominated: undefined,
        };
        pods.set(uid, known);
      }
      observeNomination(pod, uid, known, at);
    },
    forget: (uid) => void pods.delete(uid),
  };
}

/** Everything that may change about a pod with scheduling gates (KEP-3838); undefined for a pod without gates. */
function gatedMark({ spec }: PodObject): number | undefined {
  const { schedulingGates: gates, nodeSelector, affinity, tolerations } = spec;
  return gates && gates.length > 0
    ? markOf(canonicalJson([gates, nodeSelector, affinity, tolerations]))
    : undefined;
}

/** 52 bits: two contents share a mark once in 4.5 · 10^15. */
const MARK_DIGITS = 13;

function markOf(text: string): number {
  return Number.parseInt(contentHash(text).slice(0, MARK_DIGITS), 16);
}

/** Asked for every state of every pod, so without the cost of {@link canonicalJson}. */
function labelsMark(labels: Readonly<Record<string, string>>): number {
  let text = '';
  for (const key of Object.keys(labels).sort()) text += `${key}\n${labels[key]}\n`;
  return markOf(text);
}
