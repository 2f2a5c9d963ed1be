/** Lays the steps of the Karpenter scenario driver out in time: its loop begins again where the limit is above the number of steps. */
import type { Microseconds } from '../../time/microseconds.ts';
import type { Path } from '../positioned-yaml.ts';
import type { DriverConfig, DriverSteps } from './driver-files.ts';

export interface DriverAction {
  readonly at: Microseconds;
  /** As it is written; the driver's older form has names in capitals. */
  readonly name: string;
  readonly replicas: number;
  /** In steps.yml. */
  readonly path: Path;
}

interface WrongAction {
  readonly message: string;
  readonly path: Path;
}

/** Every action in order of time, and those that the driver would not carry out either, once each. */
export function driverActions(
  { timestep, start_step, limit }: DriverConfig,
  steps: DriverSteps,
): { readonly actions: readonly DriverAction[]; readonly wrong: readonly WrongAction[] } {
  const actions: DriverAction[] = [];
  const wrong = new Map<string, WrongAction>();
  const first = (start_step ?? 1) - 1;
  for (let count = 0; count < limit; count += 1) {
    const index = (first + count) % steps.length;
    for (const [number, { action }] of (steps[index]!.step.actions ?? []).entries()) {
      const path = ['scenario', index, 'step', 'actions', number, 'action'];
      const read = readAction(action.action_type, action.action_data);
      if (typeof read === 'string') wrong.set(path.join('.'), { message: read, path });
      else actions.push({ at: Math.round(count * timestep * 1e6), ...read, path });
    }
  }
  return { actions, wrong: [...wrong.values()] };
}

/** Either key goes with either type, as in the driver. */
function readAction(type: string, data: string): Pick<DriverAction, 'name' | 'replicas'> | string {
  if (type !== 'K8S_SCALE' && type !== 'SCALE')
    return `the action ${type} is left out: the driver knows K8S_SCALE and SCALE`;
  const fields = new Map(
    data.split(',').map((part): [string, string] => {
      const [key = '', value = ''] = part.split('=');
      return [key.trim(), value.trim()];
    }),
  );
  const name = fields.get('name');
  const replicas = Number(fields.get('replicas') ?? fields.get('desiredCount') ?? Number.NaN);
  if (name === undefined || name === '' || !Number.isInteger(replicas) || replicas < 0)
    return `${JSON.stringify(data)} is no scaling: write for example name=a1,replicas=50`;
  return { name, replicas };
}
