/** Gives copies of a recorded node their own CSINode, and leaves out the CSINode of a node that is left out. */
import type { Planned } from './timeline-event.ts';

/** @param names by the name of each recorded node: its names in the replay. The CSINode of a node that was not recorded stays. */
export function scaledCsiNodes(
  objects: readonly Planned[],
  names: ReadonlyMap<string, ReadonlySet<string>>,
): Planned[] {
  return objects.flatMap((planned): Planned[] => {
    const { at, action } = planned;
    if (action.kind !== 'set-object' && action.kind !== 'remove-object') return [planned];
    const { kind, metadata } = action.object;
    if (kind !== 'CSINode') return [planned];
    return Array.from(names.get(metadata.name) ?? [metadata.name], (name): Planned => {
      if (name === metadata.name) return planned;
      const { uid: _own, ...rest } = metadata;
      const renamed = { ...rest, name };
      return action.kind === 'set-object'
        ? {
            at,
            action: { ...action, object: { ...action.object, metadata: renamed } as typeof action.object },
          }
        : { at, action: { ...action, object: { kind, metadata: renamed } } };
    });
  });
}
