/** What a plugin says about a whole template must be what it would say about each of its pods. */
import test from 'ava';
import type { PodSpec, Volume } from '../../../../src/core/objects/pod.ts';
import type {
  PluginDefinition,
  PluginFactory,
} from '../../../../src/core/scheduler/framework/plugin-definition.ts';
import type { SchedulerPod } from '../../../../src/core/scheduler/framework/pod-state.ts';
import { KUBERNETES_VERSIONS } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../../src/core/scheduler/plugins/index.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import fc from '../../../seeded-properties.ts';
import { node, pod } from '../small-objects.ts';

/** The same plugins, asked anew about every pod. */
const askedEachTime: readonly PluginDefinition[] = SCHEDULER_PLUGINS.map((definition) => ({
  ...definition,
  ...(definition.factory && { factory: definition.factory.transform(withoutSkips) }),
}));

function withoutSkips(create: PluginFactory): PluginFactory {
  return (context) => {
    const { neverFilters: _filters, neverScores: _scores, ...plugin } = create(context);
    return plugin;
  };
}

/** So that spreading and affinity concern the pods. */
function labelled(made: SchedulerPod): SchedulerPod {
  return { ...made, template: { ...made.template, metadata: { labels: { app: 'a' } } } };
}

const zone = 'topology.kubernetes.io/zone';
const labelSelector = { matchLabels: { app: 'a' } };
const term = { topologyKey: zone, labelSelector };
const inZone = { matchExpressions: [{ key: zone, operator: 'In' as const, values: ['z1'] }] };
const volume = fc.constantFrom<Omit<Volume, 'name'>>(
  { persistentVolumeClaim: { claimName: 'missing' } },
  { ephemeral: { volumeClaimTemplate: { spec: {} } } },
  { gcePersistentDisk: { pdName: 'd' } },
  { configMap: { name: 'c' } },
);
const parts = fc.subarray<Partial<PodSpec>>([
  { nodeSelector: { [zone]: 'z1' } },
  { tolerations: [{ operator: 'Exists' }] },
  { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] },
  {
    affinity: {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 3, preference: inZone }] },
    },
  },
  { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } },
  {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    ],
  },
  {
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
    ],
  },
  {
    containers: [
      { name: 'c', ports: [{ containerPort: 80, hostPort: 80 }], resources: { requests: { cpu: '1' } } },
    ],
  },
  { hostNetwork: true, hostUsers: false },
  { resourceClaims: [{ name: 'r' }] },
]);
const spec = fc.tuple(parts, fc.array(volume, { maxLength: 1 })).map(
  ([chosen, volumes]): Partial<PodSpec> => ({
    ...Object.assign({}, ...chosen),
    ...(volumes.length > 0 && { volumes: volumes.map((each) => ({ name: 'v', ...each })) }),
  }),
);

test('a plugin that never filters or scores pods of a template skips each of them', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KUBERNETES_VERSIONS),
      fc.array(spec, { minLength: 1, maxLength: 8 }),
      (kubernetesVersion, specs) => {
        const decisions = [SCHEDULER_PLUGINS, askedEachTime].map((plugins) => {
          const scheduler = createScheduler({ kubernetesVersion, plugins, explain: true });
          scheduler.addNode(node('n1', 4, { labels: { [zone]: 'z1' } }), 0);
          scheduler.addNode(node('n2', 4, { labels: { [zone]: 'z2' }, unschedulable: true }), 0);
          scheduler.addNode(
            node('n3', 4, { labels: { [zone]: 'z3' }, taints: [{ key: 't', effect: 'NoSchedule' }] }),
            0,
          );
          return specs.map((each, i) => {
            scheduler.addPod(labelled(pod(`p${i}`, 1, each)), i);
            return scheduler.scheduleOne(i);
          });
        });
        t.deepEqual(decisions[0], decisions[1]);
      },
    ),
    { numRuns: 100 },
  );
});
