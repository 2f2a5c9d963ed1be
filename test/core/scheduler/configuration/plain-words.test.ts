/** A wrong value of a configuration is named in words that a person reads, whatever it is. */

import test from 'ava';
import { ConfigurationError } from '../../../../src/core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../../src/core/scheduler/plugins/index.ts';
import fc from '../../../seeded-properties.ts';

function messageOf(configuration: unknown): string {
  try {
    readConfiguration(configuration, behaviourOf('1.37'));
    return '';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.replace('scheduler configuration: ', '');
    throw error;
  }
}

const args = (name: string, value: unknown) => ({ pluginConfig: [{ name, args: value }] });

for (const [configuration, words] of [
  [[], '[] is not a map'],
  [7, '7 is not a map'],
  [{ profiles: {} }, 'profiles: {} is not a list'],
  [{ profiles: [7] }, 'profiles[0]: 7 is not a map'],
  [{ profiles: [{ schedulerName: 5 }] }, 'profiles[0].schedulerName: 5 is not a string'],
  [{ parallelism: 'many' }, 'parallelism: "many" is not a number'],
  [{ parallelism: 1.5 }, 'parallelism: 1.5 is not a whole number'],
  [{ plugins: { score: { enabled: [{}] } } }, 'plugins.score.enabled[0].name: missing: write a string'],
  [{ plugins: [] }, 'plugins: [] is not a map'],
  [args('NodeResourcesFit', 7), 'pluginConfig[0].args: 7 is not a map'],
  [
    args('InterPodAffinity', { hardPodAffinityWeight: 'x' }),
    'pluginConfig[0].args.hardPodAffinityWeight: "x" is not a number',
  ],
] as const) {
  test(`words about ${JSON.stringify(configuration)}`, (t) => {
    t.is(messageOf(configuration), words);
  });
}

test('no message has the words of the schema library', (t) => {
  const value = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constant([]),
    fc.constant({}),
    fc.constant([7]),
    fc.double(),
  );
  const fields = [
    'scoringStrategy',
    'ignoredResources',
    'addedAffinity',
    'defaultConstraints',
    'defaultingType',
    'hardPodAffinityWeight',
    'minCandidateNodesPercentage',
    'shape',
    'bindTimeoutSeconds',
    'resources',
  ];
  const configuration = fc.oneof(
    fc.record({ profiles: value }),
    fc.dictionary(
      fc.constantFrom(
        'profiles',
        'parallelism',
        'plugins',
        'pluginConfig',
        'percentageOfNodesToScore',
        'leaderElection',
        'extenders',
      ),
      value,
    ),
    fc.record({
      plugins: fc.dictionary(
        fc.constantFrom('score', 'filter', 'multiPoint'),
        fc.oneof(value, fc.record({ enabled: value })),
      ),
    }),
    fc
      .tuple(
        fc.constantFrom(...SCHEDULER_PLUGINS.map(({ name }) => name)),
        fc.oneof(
          value,
          fc.dictionary(
            fc.constantFrom(...fields),
            fc.oneof(value, fc.record({ type: value, resources: value, requestedToCapacityRatio: value })),
          ),
        ),
      )
      .map(([name, given]) => args(name, given)),
  );
  fc.assert(
    fc.property(configuration, (given) => {
      t.notRegex(
        messageOf(given),
        /Invalid input|Invalid option|Too big|Too small|Unrecognized|expected .* received|NaN is/,
      );
    }),
    { numRuns: 2000 },
  );
  t.pass();
});
