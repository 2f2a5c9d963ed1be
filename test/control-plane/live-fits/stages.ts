/** Lets KWOK play every pod of a test cluster by its annotations, and remove pods whose deletion was requested. */

import { stageObjects } from '../../../src/targets/kwok/stage-objects.ts';
import {
  END_DELAY,
  END_PHASE,
  READY_AT_START,
  READY_DELAY,
  START_DELAY,
} from '../../../src/targets/live/objects/pod-timing.ts';
import type { PlainApi } from '../cluster/plain-api.ts';

/** KWOK draws the time of an end between the delay and this. */
const LATEST_END = 'example.com/latest-end';

interface StageObject {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly object[] };
    readonly delay?: object;
  };
}

/** Seconds. An `end` of two numbers is drawn between them for each pod. */
export interface Life {
  readonly start?: number;
  readonly ready?: number;
  readonly end?: number | readonly [earliest: number, latest: number];
  readonly phase?: 'Succeeded' | 'Failed';
}

/** The annotations of a pod, or of a pod template. */
export function lifeAnnotations({
  start = 0,
  ready = 0,
  end,
  phase = 'Succeeded',
}: Life): Record<string, string> {
  const [earliest, latest] = typeof end === 'number' ? [end, end] : (end ?? []);
  return {
    [START_DELAY]: `${start}s`,
    ...(ready === 0 ? { [READY_AT_START]: 'true' } : { [READY_DELAY]: `${ready}s` }),
    ...(earliest !== undefined && { [END_DELAY]: `${earliest}s`, [END_PHASE]: phase }),
    // A jitter that is not above the delay replaces it.
    ...(latest !== undefined && latest !== earliest && { [LATEST_END]: `${latest}s` }),
  };
}

export async function makeStages(api: PlainApi): Promise<void> {
  for (const stage of [...(stageObjects('fits') as StageObject[]).map(ofEveryPod), DELETE]) {
    const { status, body } = await api.post('/apis/kwok.x-k8s.io/v1alpha1/stages', stage);
    if (status !== 201) throw new Error(`a Stage was answered with ${status}: ${JSON.stringify(body)}`);
  }
}

/** Without the label of a run, and with the jitter of the end. */
function ofEveryPod({ metadata, spec, ...stage }: StageObject): object {
  const { matchExpressions } = spec.selector;
  const isEnd = metadata.name.endsWith('pod-end');
  const jitter = { jitterDurationFrom: { expressionFrom: `.metadata.annotations["${LATEST_END}"]` } };
  return {
    ...stage,
    metadata: { name: metadata.name },
    spec: {
      ...spec,
      selector: { matchExpressions },
      ...(spec.delay && { delay: { ...spec.delay, ...(isEnd && jitter) } }),
    },
  };
}

const DELETE = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-delete' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }] },
    weight: 1_000_000,
    delay: { durationMilliseconds: 1000 },
    next: { finalizers: { empty: true }, delete: true },
  },
};
