/** An object that is no KubeSchedulerConfiguration is refused by what it is, and the error says what to give instead. */
import test, { type ExecutionContext } from 'ava';
import { ConfigurationError } from '../../../../src/core/scheduler/configuration/configuration-error.ts';
import { readConfiguration } from '../../../../src/core/scheduler/configuration/read-configuration.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';

const VERSION = 'kubescheduler.config.k8s.io/v1';
const KIND = 'KubeSchedulerConfiguration';
const read = (configuration: unknown) => readConfiguration(configuration, behaviourOf('1.37'));

function refused(t: ExecutionContext, given: unknown, message: RegExp, next: RegExp): void {
  const error = t.throws(() => read(given), { instanceOf: ConfigurationError });
  t.regex(error.message, message);
  t.regex(error.next ?? '', next);
}

test('a ConfigMap around a configuration is named, with the entry to give instead', (t) => {
  const map = { apiVersion: 'v1', kind: 'ConfigMap', data: { 'scheduler.yaml': 'x' } };
  refused(t, map, /kind: this is a ConfigMap/, /data\["scheduler\.yaml"\]/);
});

test('a Policy and configurations of older versions are named', (t) => {
  refused(t, { apiVersion: 'v1', kind: 'Policy', predicates: [] }, /a scheduler Policy/, /plugins/);
  for (const version of ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2', 'v1beta3'])
    refused(
      t,
      { apiVersion: `kubescheduler.config.k8s.io/${version}`, kind: KIND, algorithmSource: {} },
      new RegExp(`apiVersion: no release from 1\\.30 on reads kubescheduler.config.k8s.io/${version}`),
      /rewrite it as kubescheduler\.config\.k8s\.io\/v1/,
    );
});

test('kind and apiVersion are needed together, or neither', (t) => {
  refused(t, { apiVersion: VERSION, profiles: [] }, /kind: is missing/, /write apiVersion/);
  refused(t, { kind: KIND, profiles: [] }, /apiVersion: is missing/, /write apiVersion/);
  t.notThrows(() => read({ profiles: [] }));
  t.notThrows(() => read({ apiVersion: VERSION, kind: KIND }));
});

test('a configuration without profiles keeps its backoff and percentage', (t) => {
  const limits = { podInitialBackoffSeconds: 2, podMaxBackoffSeconds: 30, percentageOfNodesToScore: 40 };
  for (const head of [{}, { apiVersion: VERSION, kind: KIND }])
    t.like(read({ ...head, ...limits }), {
      podInitialBackoff: 2_000_000,
      podMaxBackoff: 30_000_000,
      profiles: [{ schedulerName: 'default-scheduler', percentageOfNodesToScore: 40 }],
    });
});

test('an unknown field gets the field that was probably meant, else the list', (t) => {
  refused(
    t,
    { profiles: [{ plugns: {} }] },
    /profiles\[0\]\.plugns: unknown field/,
    /did you mean plugins\?/,
  );
  refused(t, { plugins: { scoring: {} } }, /plugins\.scoring: unknown field/, /preEnqueue, queueSort/);
  const args = { scoringStrategy: { type: 'MostAllocated', resource: [] } };
  refused(
    t,
    { pluginConfig: [{ name: 'NodeResourcesFit', args }] },
    /pluginConfig\[0\]\.args\.scoringStrategy\.resource: unknown field/,
    /did you mean resources\?/,
  );
});

test('extenders are refused by name, and none are none', (t) => {
  const extenders = [{ urlPrefix: 'http://x', filterVerb: 'filter' }];
  refused(t, { apiVersion: VERSION, kind: KIND, extenders }, /extenders: .*http:\/\/x/, /remove extenders/);
  t.notThrows(() => read({ apiVersion: VERSION, kind: KIND, extenders: [] }));
});
