/** Defines the figures of fragmentation: plain data of a report. */

/** As docs/reference/measuring.md defines them. */
export interface FragmentationFigures {
  /** Millicores and bytes of the pod that is fitted: the mean request of all pods, unless another one is given. */
  readonly reference: { readonly cpu: number; readonly memory: number };
  /** The first arrival, and the last end of a pod, or the end of the window while pods are alive. */
  readonly from: number;
  readonly to: number;
  /** ∫ of how many reference pods fit on the node with most room, pods × seconds; null where the pod requests nothing. */
  readonly integral: number | null;
  /** The integral ÷ its time. */
  readonly mean: number | null;
  /** 1 ÷ (1 + mean coefficient of variation between nodes), and the mean of both resources. */
  readonly balance: { readonly cpu: number; readonly memory: number; readonly score: number };
  readonly efficiency: EfficiencyFigures;
}

export interface EfficiencyFigures {
  /** 0.3 × started + 0.2 ÷ (1 + waiting in minutes) + 0.2 × cpu + 0.2 × memory + 0.1 × balance. */
  readonly score: number;
  /** The share of the pods that started. */
  readonly started: number;
  /** Mean waiting of the bound pods, in microseconds. */
  readonly waiting: number;
  /** Mean utilisation over the moments at which something changes. */
  readonly cpu: number;
  readonly memory: number;
}
