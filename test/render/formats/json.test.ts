/** `-o json` and `-o yaml` are the figures. */
import test from 'ava';
import { parse } from 'yaml';
import { measure } from '../../../src/core/measure/measurement.ts';
import { jsonFormat } from '../../../src/render/formats/json.ts';
import { yamlFormat } from '../../../src/render/formats/yaml.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';

const FIGURES = measure(HEADER, sampleDay({ pods: 100 }));
const LAYOUT = { width: 80, by: 'pool', colour: false } as const;
const json = async (): Promise<string> => await jsonFormat.report(FIGURES, LAYOUT);

test('JSON says its kind and version and is the figures, nothing else', async (t) => {
  const text = await json();
  t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(FIGURES)));
  t.like(JSON.parse(text), { apiVersion: 'keg.dev/v1alpha1', kind: 'Report' });
  t.true(text.endsWith('}\n'));
});

test('the top-level keys are the documented ones, in their order', async (t) => {
  t.deepEqual(Object.keys(JSON.parse(await json())), [
    'apiVersion',
    'kind',
    'recording',
    'window',
    'speed',
    'pods',
    'makespan',
    'neverBound',
    'waiting',
    'phases',
    'podGroups',
    'disruptions',
    'compression',
    'queue',
    'idleNodes',
    'cluster',
    'pools',
    'nodes',
    'fragmentation',
    'series',
    'gaps',
    'ignored',
    'problems',
  ]);
});

test('YAML is the same data', async (t) => {
  t.deepEqual(parse(await yamlFormat.report(FIGURES, LAYOUT)), JSON.parse(await json()));
});
