/** What a real kube-scheduler writes with `--write-config-to` is accepted, and means the same as the configuration that it was given. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import type { SchedulerSettings } from '../../../../src/core/scheduler/configuration/profile.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import {
  behaviourOf,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../../../../src/core/scheduler/kubernetes-version.ts';

interface Written {
  /** By name: what kube-scheduler was given. */
  readonly configurations: Readonly<Record<string, unknown>>;
  readonly dumps: readonly {
    readonly kubernetes: KubernetesVersion;
    readonly of: string;
    readonly dump: unknown;
  }[];
}

const { configurations, dumps } = JSON.parse(
  readFileSync(new URL('written-configurations.json', import.meta.url), 'utf8'),
) as Written;

function comparable({ profiles, ...limits }: SchedulerSettings): unknown {
  return { ...limits, profiles: profiles.map(({ factories: _, ...profile }) => profile) };
}

for (const { kubernetes, of, dump } of dumps) {
  test(`${of}: what kube-scheduler ${kubernetes} writes means the same as what it read`, (t) => {
    const behaviour = behaviourOf(kubernetes);
    t.deepEqual(
      comparable(readConfiguration(dump, behaviour)),
      comparable(readConfiguration(configurations[of], behaviour)),
    );
  });
}

test('a configuration that one release writes is accepted for every later one', (t) => {
  for (const { kubernetes, dump } of dumps)
    for (const version of KUBERNETES_VERSIONS) {
      const { minor } = behaviourOf(version);
      if (minor < behaviourOf(kubernetes).minor) continue;
      t.notThrows(() => readConfiguration(dump, behaviourOf(version)), version);
    }
});
