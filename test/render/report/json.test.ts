/** `-o json` and `-o yaml` are the figures. */
import test from 'ava';
import { parse } from 'yaml';
import { measure } from '../../../src/core/measure/measurement.ts';
import { renderJson } from '../../../src/render/report/json.ts';
import { renderYaml } from '../../../src/render/report/yaml.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';

const FIGURES = measure(HEADER, sampleDay({ pods: 100 }));

test('JSON says its kind and version and is the figures, nothing else', (t) => {
  const text = renderJson(FIGURES);
  t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(FIGURES)));
  t.like(JSON.parse(text), { apiVersion: 'keg.dev/v1alpha1', kind: 'Report' });
  t.true(text.endsWith('}\n'));
});

test('the top-level keys are the documented ones, in their order', (t) => {
  t.deepEqual(Object.keys(JSON.parse(renderJson(FIGURES))), [
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
    'compression',
    'queue',
    'cluster',
    'pools',
    'nodes',
    'series',
    'gaps',
    'ignored',
    'problems',
  ]);
});

test('YAML is the same data', (t) => {
  t.deepEqual(parse(renderYaml(FIGURES)), JSON.parse(renderJson(FIGURES)));
});
