/** Changes the score weights of a profile, as `--weights` and a scenario's scheduler events do. */
import { didYouMean } from '../../errors/did-you-mean.ts';
import { UserError } from '../../errors/user-error.ts';
import type { PluginDefinition } from '../framework/plugin-definition.ts';
import type { Behaviour } from '../kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../plugins/index.ts';
import type { Profile } from './profile.ts';

/**
 * A profile with other score weights. Plugins that are not named keep theirs; 0 turns a plugin's score off.
 *
 * @throws {UserError} for a plugin that has no score, or a weight that is not a whole number of 0 or more.
 */
export function withWeights(
  profile: Profile,
  weights: Readonly<Record<string, number>>,
  behaviour: Behaviour,
  plugins: readonly PluginDefinition[] = SCHEDULER_PLUGINS,
): Profile {
  const scorers = plugins.filter(({ points, isDefault }) => points.includes('score') && isDefault(behaviour));
  const known = new Set([...scorers, ...profile.scores].map(({ name }) => name));
  const result = new Map(profile.scores.map(({ name, weight }) => [name, weight]));
  for (const [name, weight] of Object.entries(weights)) {
    if (!known.has(name)) {
      const meant = didYouMean(name, known);
      throw new UserError(`scheduler weights: there is no score plugin ${name}`, {
        next: meant === undefined ? `expected one of ${[...known].join(', ')}` : `did you mean ${meant}?`,
      });
    }
    if (!Number.isSafeInteger(weight) || weight < 0)
      throw new UserError(`scheduler weights: ${name}: ${weight} is not a whole number of 0 or more`, {
        next: `write for example ${name}=1; 0 switches a plugin off`,
      });
    if (weight === 0) result.delete(name);
    else result.set(name, weight);
  }
  return { ...profile, scores: [...result].map(([name, weight]) => ({ name, weight })) };
}
