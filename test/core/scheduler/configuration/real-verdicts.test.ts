/** The verdicts of kube-scheduler 1.37.2 (`--config FILE --write-config-to FILE`) on right and wrong configurations, and those of the model. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { ConfigurationError } from '../../../../src/core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';

interface Verdict {
  readonly name: string;
  readonly configuration: unknown;
  /** What kube-scheduler says. Absent if it accepts the configuration. */
  readonly refused?: string;
}

const verdicts = JSON.parse(
  readFileSync(new URL('verdicts-1.37.2.json', import.meta.url), 'utf8'),
) as Verdict[];

/** kube-scheduler accepts these. They would decide silently otherwise than the user means, or keg does not have them. */
const STRICTER = new Map([
  ['extender', 'keg has no HTTP extenders'],
  ['args-for-unknown', 'arguments of a plugin that does not exist'],
  ['config-name-missing', 'arguments of no plugin'],
  ['fit-noname', 'a resource without a name'],
  ['balanced-noname', 'a resource without a name'],
]);

/** kube-scheduler 1.37 has no in-tree limits any more. A configuration of an old release may name them. */
const OF_OLD_RELEASES = ['limits-multi'];

function refusalOf(configuration: unknown): ConfigurationError | undefined {
  try {
    readConfiguration(configuration, behaviourOf('1.37.2'));
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

test('every configuration that kube-scheduler refuses is refused, and no other', (t) => {
  const differing = verdicts.filter(
    ({ name, configuration, refused }) =>
      !OF_OLD_RELEASES.includes(name) &&
      (refusalOf(configuration) !== undefined) !== (refused !== undefined || STRICTER.has(name)),
  );
  t.deepEqual(differing, []);
});

test('an error stands at the place that kube-scheduler names', (t) => {
  const placed = verdicts.flatMap(({ name, configuration, refused = '' }) => {
    const [, place] = /^([a-zA-Z]+[\w.[\]]*(?:\.\w+|\[\d+\])|[a-z]+[A-Z]\w+): /.exec(refused) ?? [];
    return place === undefined || OF_OLD_RELEASES.includes(name)
      ? []
      : [{ name, place, error: refusalOf(configuration)?.message ?? '' }];
  });
  const elsewhere = placed.filter(
    ({ place, error }) => !error.toLowerCase().startsWith(`scheduler configuration: ${place.toLowerCase()}`),
  );
  t.true(placed.length > 20);
  t.deepEqual(elsewhere, []);
});

test('an unknown field is refused by its name', (t) => {
  const fields = verdicts.flatMap(({ configuration, refused = '' }) => {
    const [, field] = /unknown field "([^"]+)"$/.exec(refused) ?? [];
    return field === undefined || field.startsWith('extenders') ? [] : [{ field, configuration }];
  });
  t.true(fields.length > 8);
  for (const { field, configuration } of fields) {
    const message = refusalOf(configuration)?.message ?? '';
    t.true(message.endsWith(`${field}: unknown field`), message);
  }
});
