/** Describes KWOK to a live target: how KWOK recognises its nodes, and keg's own Stages. */
import type { NodeMarks, NodeSimulator } from '../live/node-simulator.ts';
import { stageObjects } from './stage-objects.ts';

/** KWOK simulates the nodes that carry this annotation (its default selector). */
const KWOK_ANNOTATION = 'kwok.x-k8s.io/node';

export const KWOK_SIMULATOR: NodeSimulator = {
  name: 'KWOK',
  nodeAnnotations: { [KWOK_ANNOTATION]: 'fake' },
  isSimulated: isSimulatedNode,
  ifNotReady: `is KWOK running on this cluster, and does it manage nodes with the annotation ${KWOK_ANNOTATION}?`,
  isKept: false,
  startsPods: true,
  stages: stageObjects,
  withoutStages: (workloadKinds) => [
    'the cluster serves no Stage objects: KWOK’s own stages start a bound pod and make it ready at once and ignore its phase delays; keg ends its lifetime',
    ...(workloadKinds.has('Job')
      ? ['KWOK’s own stages complete the pods of a Job as soon as they run and ignore their lifetime']
      : []),
  ],
};

/**
 * KWOK manages nodes with the annotation kwok.x-k8s.io/node (kwokctl's default selector). Its documentation and kwokctl also put the label
 * type=kwok on them (kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods).
 */
export function isSimulatedNode({ metadata }: Pick<NodeMarks, 'metadata'>): boolean {
  return metadata.annotations?.[KWOK_ANNOTATION] !== undefined || metadata.labels?.type === 'kwok';
}
