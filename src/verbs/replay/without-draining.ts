/** Keeps an autoscaler from draining nodes with recorded pods: nothing would create them again. */
import type { Autoscaler } from '../../core/scenario/autoscaler.ts';

export function withoutDraining(autoscaler: Autoscaler): Autoscaler {
  return { ...autoscaler, consolidation: { ...autoscaler.consolidation, underusedBelow: 0 } };
}
