/** Checks what profiles must have in common, and that each has one queue sort and a bind plugin (profile/profile.go, validation.go). */
import { ConfigurationError } from './configuration-error.ts';
import type { ProfileInput } from './configuration-schema.ts';

type Path = readonly PropertyKey[];

/**
 * Each of several profiles needs a name of its own, and all need the same queue sort, because they share one queue.
 *
 * @throws {ConfigurationError} for the first profile that differs.
 */
export function checkProfiles(profiles: readonly ProfileInput[]): void {
  const names = new Map<string, number>();
  for (const [index, { schedulerName }] of profiles.entries()) {
    const path = ['profiles', index, 'schedulerName'];
    if (!schedulerName) {
      if (profiles.length === 1) return;
      throw new ConfigurationError(path, 'Required value', 'name each of several profiles');
    }
    const first = names.get(schedulerName);
    if (first !== undefined)
      throw new ConfigurationError(
        path,
        `Duplicate value: "${schedulerName}" is the name of profiles[${first}] already`,
        'give each profile a name of its own',
      );
    names.set(schedulerName, index);
  }
  const queueSortOf = (profile: ProfileInput | undefined) => {
    const set = profile?.plugins?.queueSort;
    return JSON.stringify([set?.enabled ?? [], set?.disabled ?? []]);
  };
  const differs = profiles.findIndex((profile) => queueSortOf(profile) !== queueSortOf(profiles[0]));
  if (differs > 0)
    throw new ConfigurationError(
      ['profiles', differs, 'plugins', 'queueSort'],
      'must be the same for all profiles',
      'all profiles share one queue: write the same queueSort in each',
    );
}

/**
 * @param path where the profile stands.
 * @param queueSorts the plugins that the profile runs at queueSort, after its changes of the defaults.
 * @param binders those at bind.
 * @throws {ConfigurationError} if the profile cannot sort or bind.
 */
export function checkRequiredPoints(
  path: Path,
  queueSorts: readonly string[],
  binders: readonly string[],
): void {
  if (queueSorts.length !== 1)
    throw new ConfigurationError(
      [...path, 'plugins', 'queueSort'],
      `only one queue sort plugin is required, but got ${queueSorts.length}`,
      'enable PrioritySort alone',
    );
  if (binders.length === 0)
    throw new ConfigurationError(
      [...path, 'plugins', 'bind'],
      'at least one bind plugin is needed',
      'enable DefaultBinder',
    );
}
