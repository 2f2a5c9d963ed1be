/** Models the load of a node by its demand: its pressure follows a curve. */
import type { NodeLoad } from './node-load.ts';
import { PRESSURE_CURVES, type PressureCurveName } from './pressure-curve.ts';

/**
 * A usage is at most 1; the pressure is that of the whole demand.
 *
 * @param cpu used or requested ÷ offered; above 1 where more is asked for than there is.
 */
export function nodeLoad(node: string, cpu: number, memory: number, curve: PressureCurveName): NodeLoad {
  const pressure = PRESSURE_CURVES[curve];
  return {
    node,
    cpuUsage: Math.min(1, cpu),
    cpuPressure: pressure(cpu),
    memoryUsage: Math.min(1, memory),
    memoryPressure: pressure(memory),
  };
}
