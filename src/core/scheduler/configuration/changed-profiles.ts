/** Changes the profiles of a real scheduler's configuration as a scheduler event of a scenario says, and leaves the rest as it was written. */

/** A profile as kubescheduler.config.k8s.io/v1 writes it. Only what keg changes has a type. */
export interface SchedulerProfile {
  readonly schedulerName?: string;
  readonly plugins?: Readonly<Record<string, PluginSetFile>> | null;
  readonly [field: string]: unknown;
}

interface PluginSetFile {
  readonly enabled?: readonly { readonly name: string; readonly weight?: number }[] | null;
  readonly disabled?: readonly { readonly name: string }[] | null;
}

/** A KubeSchedulerConfiguration, or one profile of it. */
export interface SimulatorConfiguration {
  readonly kind?: string;
  readonly profiles?: readonly SchedulerProfile[] | null;
  readonly [field: string]: unknown;
}

export interface ProfilesChange {
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** Replaces all profiles. */
  readonly configuration?: unknown;
}

const DEFAULT_PROFILE: SchedulerProfile = { schedulerName: 'default-scheduler' };

/**
 * The profiles of a configuration; without any, kube-scheduler has its default profile.
 *
 * @param configuration a KubeSchedulerConfiguration, or one profile of it.
 */
export function profilesOf(configuration: unknown): readonly SchedulerProfile[] {
  if (configuration === undefined || configuration === null) return [];
  const file = configuration as SimulatorConfiguration;
  if (file.profiles) return file.profiles;
  return 'plugins' in file || 'pluginConfig' in file || 'schedulerName' in file
    ? [{ ...DEFAULT_PROFILE, ...file }]
    : [];
}

/** The weights are those of every profile. */
export function changedProfiles(
  before: readonly SchedulerProfile[],
  { weights = {}, configuration }: ProfilesChange,
): readonly SchedulerProfile[] {
  const profiles = configuration === undefined ? before : profilesOf(configuration);
  const named = Object.entries(weights);
  if (named.length === 0) return profiles;
  return (profiles.length === 0 ? [DEFAULT_PROFILE] : profiles).map((profile) =>
    named.reduce((changed, [plugin, weight]) => withWeight(changed, plugin, weight), profile),
  );
}

/** kube-scheduler takes a weight of 0 for 1, so that a score is switched off at its point. */
function withWeight(profile: SchedulerProfile, name: string, weight: number): SchedulerProfile {
  const { multiPoint = {}, score = {}, ...others } = profile.plugins ?? {};
  const disabled = (score.disabled ?? []).filter((each) => each.name !== name);
  const own = score.enabled ?? [];
  const isOwn = own.some((each) => each.name === name);
  const general = multiPoint.enabled ?? [];
  const isListed = general.some((each) => each.name === name);
  const weighted = (list: typeof general) =>
    list.map((each) => (each.name === name ? { ...each, weight } : each));
  if (weight === 0)
    return {
      ...profile,
      plugins: {
        ...others,
        multiPoint,
        score: {
          ...score,
          enabled: own.filter((each) => each.name !== name),
          disabled: [...disabled, { name }],
        },
      },
    };
  return {
    ...profile,
    plugins: {
      ...others,
      multiPoint: {
        ...multiPoint,
        enabled: isListed ? weighted(general) : [...general, { name, weight }],
      },
      score: { ...score, ...(isOwn && { enabled: weighted(own) }), disabled },
    },
  };
}
