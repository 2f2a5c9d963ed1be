/** A configuration may name only what the kube-scheduler of its release has. */
import test from 'ava';
import { ConfigurationError } from '../../../../src/core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf, KUBERNETES_VERSIONS } from '../../../../src/core/scheduler/kubernetes-version.ts';

const accepts = (configuration: unknown, version: (typeof KUBERNETES_VERSIONS)[number]): boolean => {
  try {
    readConfiguration(configuration, behaviourOf(version));
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
};

const enabled = (point: string, name: string) => ({ plugins: { [point]: { enabled: [{ name }] } } });

// From plugins/registry.go and the assertions `var _ fwk.…Plugin` of 1.30.14 to 1.37.2.
for (const [point, name, first] of [
  ['multiPoint', 'NodeDeclaredFeatures', '1.35'],
  ['filter', 'NodeDeclaredFeatures', '1.35'],
  ['multiPoint', 'GangScheduling', '1.35'],
  ['multiPoint', 'TopologyPlacementGenerator', '1.36'],
  ['multiPoint', 'PodGroupPodsCount', '1.36'],
  ['placementScore', 'NodeResourcesFit', '1.36'],
  ['multiPoint', 'DeferredPodScheduling', '1.37'],
  ['podGroupPostFilter', 'DynamicResources', '1.37'],
  ['preFilter', 'TaintToleration', '1.37'],
  ['preFilter', 'NodeName', '1.37'],
  ['score', 'DynamicResources', '1.35'],
  ['preEnqueue', 'DefaultPreemption', '1.32'],
  ['preFilter', 'NodeAffinity', '1.30'],
  ['score', 'VolumeBinding', '1.30'],
  ['multiPoint', 'EBSLimits', '1.30'],
] as const) {
  test(`${name} at ${point} is accepted from ${first} on`, (t) => {
    const accepting = KUBERNETES_VERSIONS.filter((version) => accepts(enabled(point, name), version));
    t.deepEqual(accepting, KUBERNETES_VERSIONS.slice(KUBERNETES_VERSIONS.indexOf(first)));
  });
}

test('the error names the release that has the plugin or the point', (t) => {
  const refusal = (configuration: unknown) =>
    t.throws<ConfigurationError>(() => readConfiguration(configuration, behaviourOf('1.34')), {
      instanceOf: ConfigurationError,
    });
  t.like(refusal(enabled('multiPoint', 'GangScheduling')), {
    message:
      'scheduler configuration: plugins.multiPoint.enabled[0]: kube-scheduler 1.34 has no plugin GangScheduling',
    next: 'it comes with 1.35: remove it, or choose that version',
  });
  t.like(refusal(enabled('placementScore', 'NodeResourcesFit')), {
    message: 'scheduler configuration: plugins.placementScore: unknown field',
    next: 'kube-scheduler has it from 1.36 on',
    ofName: true,
  });
});
