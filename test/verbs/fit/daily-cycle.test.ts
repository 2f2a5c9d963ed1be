/** A daily cycle of a scenario is found again in the fit of its replay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { renderFitTable } from '../../../src/render/fit/fit-table.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: week}
cluster: {nodes: [{name: n, count: 2, template: {capacity: {cpu: 640, memory: 256Gi, pods: 5000}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
duration: 120h
events:
  pods:
    - name: web
      template: small
      arrivals: {type: exponential, mean: 4m}
      pace: {every: 24h, steps: [{at: 0s, factor: 0.5}, {at: 6h, factor: 2}, {at: 15h, factor: 0.5}]}
      until: 120h
      lifetime: 10m
      end: succeeded
`;

interface Written {
  readonly events: {
    readonly pods: readonly {
      readonly arrivals: { readonly type: string };
      readonly pace: { readonly every: string; readonly steps: readonly { readonly factor: number }[] };
    }[];
  };
}

test('a week of equal days is fitted as one day that repeats', async (t) => {
  const folder = temporaryFolder(t);
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('week.yaml'), SCENARIO);
  await keg(['replay', path('week.yaml'), '-o', path('week.keg.jsonl'), '-o', 'json']);
  const fit = await fitRecording({
    recordings: [path('week.keg.jsonl')],
    scenario: path('fitted.yaml'),
    force: false,
    seed: 1,
  });
  t.regex(
    renderFitTable(fit, { width: 100, isWide: true }),
    /a cycle of 24h in 3 stretches of different pace/,
  );
  const text = readFileSync(path('fitted.yaml'), 'utf8');
  const [web] = (parse(text) as Written).events.pods;
  t.is(web!.arrivals.type, 'exponential');
  t.is(web!.pace.every, '24h0m0s');
  const [night, day] = web!.pace.steps;
  const ratio = day!.factor / night!.factor;
  t.true(ratio > 3.2 && ratio < 4.8, `${ratio}`);
  t.deepEqual(loadScenario(text, 'fitted.yaml').problems, []);
});
