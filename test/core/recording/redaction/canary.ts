/** Objects and an observer for tests of redaction, with texts that no recording may contain. */

import { objectKindOf } from '../../../../src/core/objects/object-kinds.ts';
import { prunedObject } from '../../../../src/core/objects/pruned-object.ts';
import { decidingParts } from '../../../../src/core/observing/deciding-parts.ts';
import type { NodeObject } from '../../../../src/core/observing/node-object.ts';
import { createNodeTransitions } from '../../../../src/core/observing/node-transitions.ts';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import { createPodTransitions } from '../../../../src/core/observing/pod-transitions.ts';
import { encodeObservation } from '../../../../src/core/recording/encode.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { recordingWriter } from '../../../../src/core/recording/recording-writer.ts';
import type { Redaction } from '../../../../src/core/recording/redaction/redaction.ts';
import { HEADER } from '../any-observation.ts';

/** The lines that a recording of these objects contains, as text. */
export function recordedText(
  redaction: Redaction,
  {
    pods = [],
    nodes = [],
    objects = [],
  }: {
    readonly pods?: readonly PodObject[];
    readonly nodes?: readonly NodeObject[];
    readonly objects?: readonly { readonly kind: string }[];
  },
): string {
  const lines: string[] = [];
  const writer = recordingWriter((line) => lines.push(line), { ...HEADER, redaction: redaction.summary });
  const observer = redaction.before(writer);
  const seenNodes = createNodeTransitions(observer, ({ metadata }) => metadata.labels?.pool, {
    observesReady: true,
  });
  const seenPods = createPodTransitions(
    observer,
    (pod) => {
      const owner = pod.metadata.ownerReferences?.[0];
      return {
        namespace: pod.metadata.namespace,
        name: pod.metadata.name,
        ...(owner ? { group: `${owner.kind}/${owner.name}`, owners: [owner] } : {}),
        ...decidingParts(pod),
      };
    },
    { observesIncidents: true },
  );
  for (const node of nodes) seenNodes.seen(node, 0);
  for (const object of objects)
    observer.observe({
      at: 0,
      kind: 'object-set',
      object: prunedObject(object, objectKindOf(object.kind)!),
    });
  for (const pod of pods) seenPods.seen(pod, 0);
  for (const { metadata } of pods) seenPods.gone(metadata.uid, 1);
  return lines.join('\n');
}

export function redacted(redaction: Redaction, observation: Observation): string {
  const lines: string[] = [];
  redaction
    .before({ observe: (recorded) => void lines.push(encodeObservation(recorded)), templateHash: () => '' })
    .observe(observation);
  return lines.join('\n');
}
