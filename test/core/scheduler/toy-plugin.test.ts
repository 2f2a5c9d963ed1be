/** A plugin with arguments is one definition and one entry in the list: a toy plugin is configured and decides. */
import test from 'ava';
import { z } from 'zod';
import { UserError } from '../../../src/core/errors/user-error.ts';
import type { Profile } from '../../../src/core/scheduler/configuration/profile.ts';
import { readConfiguration } from '../../../src/core/scheduler/configuration/read-configuration.ts';
import { withWeights } from '../../../src/core/scheduler/configuration/with-weights.ts';
import type { Decision } from '../../../src/core/scheduler/decision.ts';
import { definePlugin } from '../../../src/core/scheduler/framework/plugin-definition.ts';
import { unresolvable } from '../../../src/core/scheduler/framework/rejection.ts';
import { behaviourOf } from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { node, pod } from './small-objects.ts';

const NAME = 'Rack';
const rackOf = (info: { readonly node: { readonly metadata: { labels?: unknown } } | undefined }) =>
  (info.node?.metadata.labels as Record<string, string> | undefined)?.rack;

/** Rejects one rack and prefers another. */
const rack = definePlugin({
  name: NAME,
  points: ['filter', 'score'],
  isDefault: () => false,
  arguments: z.looseObject({
    closed: z.string().optional(),
    preferred: z.string().default('r1'),
    bonus: z.int().min(0).max(100).default(100),
  }),
  create: ({ args }) => {
    const rejection = unresolvable(NAME, 'node(s) were in a closed rack');
    return {
      name: NAME,
      preFilter: () => ({
        filter: { local: true, reject: (info) => (rackOf(info) === args.closed ? rejection : undefined) },
      }),
      preScore: () => ({
        local: true,
        score: (info) => (rackOf(info) === args.preferred ? args.bonus : 0),
      }),
    };
  },
});
const plugins = [...SCHEDULER_PLUGINS, rack];

function decide(profile: object): Decision | undefined {
  const configuration = { profiles: [profile] };
  const scheduler = createScheduler({ kubernetesVersion: '1.36', plugins, configuration, explain: true });
  for (const name of ['r0', 'r1', 'r2']) scheduler.addNode(node(name, 4, { labels: { rack: name } }), 0);
  scheduler.addPod(pod('p', 1), 0);
  return scheduler.scheduleOne(0);
}

const enabled = { multiPoint: { enabled: [{ name: NAME, weight: 5 }] } };
const configured = (args: unknown) => [{ name: NAME, args }];

test('a plugin outside the default profile decides nothing until a profile enables it', (t) => {
  t.is(decide({})?.node, 'r0');
});

test('an enabled plugin scores with its default arguments and the weight of the profile', (t) => {
  const decision = decide({ plugins: enabled });
  t.is(decision?.node, 'r1');
  t.is(decision?.explanation?.scores?.get('r1')?.get(NAME), 500);
  t.is(decision?.explanation?.scores?.get('r0')?.get(NAME), 0);
});

test('arguments of pluginConfig reach the filter and the score', (t) => {
  const args = { closed: 'r0', preferred: 'r2', bonus: 7 };
  const decision = decide({ plugins: enabled, pluginConfig: configured(args) });
  t.is(decision?.node, 'r2');
  t.deepEqual(decision?.explanation?.feasible, ['r1', 'r2']);
  t.is(decision?.explanation?.rejections.get('r0')?.plugin, NAME);
  t.is(decision?.explanation?.scores?.get('r2')?.get(NAME), 35);
});

test('a plugin enabled at one point runs at that point only', (t) => {
  const args = { closed: 'r0', preferred: 'r2' };
  const filter = { filter: { enabled: [{ name: NAME }] } };
  const decision = decide({ plugins: filter, pluginConfig: configured(args) });
  t.is(decision?.node, 'r1');
  t.false(decision?.explanation?.scores?.get('r2')?.has(NAME));
});

test('a wrong argument is refused with its path, checked by the plugin’s own schema', (t) => {
  const error = t.throws(() => decide({ plugins: enabled, pluginConfig: configured({ bonus: 101 }) }), {
    instanceOf: UserError,
  });
  t.regex(error.message, /profiles\[0\]\.pluginConfig\[0\]\.args\.bonus/);
});

test('error messages list the plugins, the toy plugin too', (t) => {
  const behaviour = behaviourOf('1.36');
  const misspelt = { plugins: { score: { enabled: [{ name: 'Unheard' }] } } };
  const unknown = t.throws(() => readConfiguration(misspelt, behaviour, plugins), { instanceOf: UserError });
  t.regex(unknown.next ?? '', /expected one of SchedulingGates.*DefaultBinder.*, Rack/);
  const profile = readConfiguration({ plugins: enabled }, behaviour, plugins).profiles[0] as Profile;
  const weights = t.throws(() => withWeights(profile, { Unheard: 1 }, behaviour, plugins), {
    instanceOf: UserError,
  });
  t.regex(weights.next ?? '', /expected one of TaintToleration.*ImageLocality, Rack$/);
});
