/** The forms of scenario files: each is detected, its keys are renamed, and problems keep their place in the file. */
import test from 'ava';
import { formatProblem } from '../../../../src/core/errors/problem.ts';
import { KEG_FORM, SCENARIO_FORMS, translateScenario } from '../../../../src/core/scenario/forms/index.ts';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';
import type { Plain } from '../../../../src/core/scenario/positioned-yaml.ts';

const POD = { metadata: { name: 'p' }, spec: { containers: [{ name: 'main' }] } };

const EXAMPLES: readonly (readonly [string, Plain])[] = [
  ['keg', { apiVersion: 'keg.dev/v1alpha1', events: { pods: [{ podSpec: POD }] } }],
  ['keg', { kind: 'Scenario', events: { pods: [{ distribution: {} }] } }],
  ['keg', { events: { pods: [{ template: 'a' }] } }],
  ['keg', 'a text'],
  ['keg-go', { events: { pods: [{ name: 'a', podSpec: POD }] } }],
  ['keg-go-distribution', { events: { pods: [{ podSpec: POD, distribution: {} }] } }],
  ['keg-go-after', { events: { pods: [{ after: '5s' }] } }],
  ['keg-go-after', { apiVersion: 'v1', events: { pods: [{ pod: POD }] } }],
  ['keg-go-after', { events: { pods: [{ name: 'a' }, { duration: '5s' }] } }],
  ['keg-go-after', { events: { schedulerConfigs: [] } }],
  ['keg-go-list', { events: [] }],
];

for (const [id, data] of EXAMPLES) {
  test(`${JSON.stringify(data).slice(0, 60)} is of the form ${id}`, (t) => {
    t.is(translateScenario(data).form.id, id);
  });
}

test('every form has an id and a title of its own', (t) => {
  t.is(new Set(SCENARIO_FORMS.map(({ id }) => id)).size, SCENARIO_FORMS.length);
  t.is(new Set(SCENARIO_FORMS.map(({ title }) => title)).size, SCENARIO_FORMS.length);
});

test('a new form is one object in the list', (t) => {
  const toy = {
    id: 'toy',
    title: 'a toy',
    detect: (data: object) => 'toy' in data,
    translate: () => ({ data: { events: {} }, sourcePath: () => ['toy'] }),
  };
  const translated = translateScenario({ toy: 1 }, [toy, ...SCENARIO_FORMS]);
  t.is(translated.form, toy);
  t.deepEqual(translated.data, { events: {} });
  t.deepEqual(translated.sourcePath(['events']), ['toy']);
  t.is(translateScenario({ toy: 1 }).form, KEG_FORM);
});

test('April to July 2025: keys are renamed, and paths lead back to the old ones', (t) => {
  const data = { events: { pods: [{ after: '5s', pod: POD }, 'odd'], schedulerConfigs: [{ name: 's' }] } };
  const { data: translated, sourcePath } = translateScenario(data);
  t.deepEqual(translated, {
    events: { pods: [{ arrivalTime: '5s', podSpec: POD }, 'odd'], scheduler: [{ name: 's' }] },
  });
  t.deepEqual(sourcePath(['events', 'pods', 0, 'arrivalTime']), ['events', 'pods', 0, 'after']);
  t.deepEqual(sourcePath(['events', 'pods', 0, 'podSpec', 'spec']), ['events', 'pods', 0, 'pod', 'spec']);
  t.deepEqual(sourcePath(['events', 'pods', 0, 'name']), ['events', 'pods', 0, 'name']);
  t.deepEqual(sourcePath(['events', 'scheduler', 0]), ['events', 'schedulerConfigs', 0]);
  t.deepEqual(sourcePath(['events', 'pods', 1]), ['events', 'pods', 1]);
  t.deepEqual(sourcePath(['metadata', 'pods', 0, 'arrivalTime']), ['metadata', 'pods', 0, 'arrivalTime']);
});

test('an old key beside its new one stays, so that it is reported', (t) => {
  const { data, sourcePath } = translateScenario({
    events: { pods: [{ after: '5s', arrivalTime: '6s' }], schedulerConfigs: [], scheduler: [] },
  });
  t.deepEqual(data, { events: { pods: [{ after: '5s', arrivalTime: '6s' }], scheduler: [] } });
  t.deepEqual(sourcePath(['events', 'pods', 0, 'arrivalTime']), ['events', 'pods', 0, 'arrivalTime']);
  t.deepEqual(sourcePath(['events', 'scheduler', 0]), ['events', 'scheduler', 0]);
});

const LIST = {
  name: 'old',
  nodes: [{ name: 'n', resources: { cpu: '4' } }, { name: 'm' }],
  events: [
    {
      type: 'create',
      podSpec: { name: 'p', namespace: 'a', image: 'i', resources: { cpu: '1' } },
      delayAfter: '5s',
      duration: '9s',
    },
    { name: 'q', podSpec: POD },
    { name: 'r', podSpec: { name: 's' } },
  ],
};

test('February to March 2025: nodes and pods become manifests', (t) => {
  t.deepEqual(translateScenario(LIST).data, {
    metadata: { name: 'old' },
    cluster: { nodes: [{ name: 'n', template: { allocatable: { cpu: '4' } } }, { name: 'm' }] },
    events: {
      pods: [
        {
          eventType: 'create',
          name: 'p',
          arrivalTime: '5s',
          evictTime: '9s',
          podSpec: {
            metadata: { name: 'p', namespace: 'a' },
            spec: {
              containers: [{ name: 'main', image: 'i', resources: { requests: { cpu: '1' } } }],
            },
          },
        },
        { name: 'q', podSpec: POD },
        { name: 'r', podSpec: { metadata: { name: 's' }, spec: { containers: [{ name: 'main' }] } } },
      ],
    },
  });
});

test('February to March 2025: paths lead back to the old ones', (t) => {
  const { sourcePath } = translateScenario(LIST);
  const paths = [
    [['metadata', 'name'], ['name']],
    [
      ['metadata', 'recorded'],
      ['metadata', 'recorded'],
    ],
    [['cluster'], ['nodes']],
    [['cluster', 'nodes'], ['nodes']],
    [
      ['cluster', 'nodes', 0, 'name'],
      ['nodes', 0, 'name'],
    ],
    [
      ['cluster', 'nodes', 0, 'template', 'allocatable', 'cpu'],
      ['nodes', 0, 'resources', 'cpu'],
    ],
    [['events', 'pods'], ['events']],
    [
      ['events', 'pods', 0],
      ['events', 0],
    ],
    [
      ['events', 'pods', 0, 'arrivalTime'],
      ['events', 0, 'delayAfter'],
    ],
    [
      ['events', 'pods', 0, 'name'],
      ['events', 0, 'podSpec', 'name'],
    ],
    [
      ['events', 'pods', 0, 'podSpec'],
      ['events', 0, 'podSpec'],
    ],
    [
      ['events', 'pods', 0, 'podSpec', 'spec', 'containers', 0, 'resources', 'requests', 'cpu'],
      ['events', 0, 'podSpec', 'resources', 'cpu'],
    ],
    [
      ['events', 'pods', 0, 'podSpec', 'metadata', 'namespace'],
      ['events', 0, 'podSpec', 'namespace'],
    ],
    [['templates'], ['templates']],
  ] as const;
  for (const [path, source] of paths) t.deepEqual(sourcePath(path), source, path.join('.'));
});

test('February to March 2025: a wrong value is reported where the file has it', (t) => {
  const { problems } = loadScenario(
    'nodes:\n- {name: n, resources: {cpu: four}}\nevents:\n- {delayAfter: 5, podSpec: {name: p}}\n',
    'old.yaml',
  );
  t.deepEqual(problems.map(formatProblem), [
    'old.yaml:2:30: error: nodes[0].resources.cpu: "four" is not a quantity (write for example 500m, 2, 1.5Gi)',
    'old.yaml:4:16: error: events[0].delayAfter: 5 is not a duration: write for example 5s, 1m30s or 250ms',
  ]);
});
