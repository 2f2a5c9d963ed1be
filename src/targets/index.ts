/** Lists the targets, where `replay` can play a timeline: one line for each target, the default first. */
import { UserError } from '../core/errors/user-error.ts';
import { EMBEDDED_TARGET } from './embedded/embedded.ts';
import { KWOK_TARGET } from './kwok/kwok.ts';
import { SIMULATOR_TARGET } from './simulator/simulator.ts';
import type { Target } from './target.ts';
import type { TargetFlag } from './target-flag.ts';

export const TARGETS: readonly Target[] = [EMBEDDED_TARGET, KWOK_TARGET, SIMULATOR_TARGET];

/** @throws {UserError} (usage) for a name that no target has. */
export function targetNamed(name: string, targets: readonly Target[] = TARGETS): Target {
  const target = targets.find((each) => each.name === name);
  if (target !== undefined) return target;
  throw new UserError(`--target ${name} is not a target`, {
    next: `expected one of: ${targets.map((each) => each.name).join(', ')}`,
  });
}

/** The flags of all targets, each once, in the order of the registry. */
export function targetFlags(targets: readonly Target[] = TARGETS): readonly TargetFlag[] {
  const flags = targets.flatMap((target) => target.flags);
  return [...new Map(flags.map((flag) => [flag.name, flag])).values()];
}

/**
 * @param flags as the command line read them.
 * @throws {UserError} (usage) for a flag that was given and makes no sense on this target.
 */
export function refuseSenselessFlags(
  target: Target,
  flags: Readonly<Record<string, unknown>>,
  targets: readonly Target[] = TARGETS,
): void {
  const other = flagsOfOthers(target, targets).find((flag) => isGiven(flags[flag.name], flag.default));
  const senseless = target.senselessFlags.find((flag) => isGiven(flags[flag], undefined));
  if (other !== undefined) {
    const owners = targets.filter(({ flags: theirs }) => theirs.some(({ name }) => name === other.name));
    throw new UserError(`--${other.name} makes no sense on --target ${target.name}`, {
      next: `give --target ${owners.map(({ name }) => name).join(' or ')} as well, or leave it out`,
    });
  }
  if (senseless !== undefined) {
    throw new UserError(`--${senseless} makes no sense on --target ${target.name}`, {
      next: target.insteadOfSenseless ?? 'leave it out',
    });
  }
}

/** The names of the flags that make no sense on this target. */
export function senselessNames(target: Target, targets: readonly Target[] = TARGETS): string[] {
  return [...flagsOfOthers(target, targets).map(({ name }) => name), ...target.senselessFlags];
}

function flagsOfOthers(target: Target, targets: readonly Target[]): readonly TargetFlag[] {
  const own = new Set(target.flags.map(({ name }) => name));
  return targetFlags(targets).filter(({ name }) => !own.has(name));
}

function isGiven(value: unknown, byDefault: TargetFlag['default']): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== (byDefault ?? false);
}
