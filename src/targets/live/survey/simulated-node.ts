/** Tells a node that KWOK simulates from one where something would really run. */

interface NodeMarks {
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>> | null;
    readonly annotations?: Readonly<Record<string, string>> | null;
  };
}

/**
 * KWOK manages nodes with the annotation kwok.x-k8s.io/node (kwokctl's default selector); the label type=kwok is what its documentation and
 * kwokctl put on them beside it (kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods).
 */
export function isSimulatedNode({ metadata }: NodeMarks): boolean {
  return metadata.annotations?.['kwok.x-k8s.io/node'] !== undefined || metadata.labels?.type === 'kwok';
}
