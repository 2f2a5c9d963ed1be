/** --amplify, --requests-scale, --drop and --only change the load of a scenario and of a recording alike. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
duration: 1h
cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 8, pods: 110}}}]}
templates:
  web: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, resources: {requests: {cpu: 100m}}}]}}
  job: {spec: {containers: [{name: c, resources: {requests: {cpu: 200m}}}]}}
events:
  pods:
    - {name: web, template: web, arrivals: {type: constant, value: 10s}, count: 20}
    - {name: job, template: job, arrivals: {type: constant, value: 10s}, count: 10, lifetime: 30m}
`;

function scenario(t: ExecutionContext): string {
  const file = join(temporaryFolder(t), 'day.yaml');
  writeFileSync(file, SCENARIO);
  return file;
}

test('a doubled scenario, and its recording doubled, have twice the pods', async (t) => {
  const file = scenario(t);
  const recording = join(temporaryFolder(t), 'day.keg.jsonl');
  const doubled = await replayEmbedded({ file, amplify: '2x' });
  t.is(doubled.figures.pods.created, 60);
  await replayEmbedded({ file, recording });
  const again = await replayEmbedded({ file: recording, amplify: '2x' });
  t.is(again.figures.pods.created, 60);
});

test('--drop and --only select by labels and by group', async (t) => {
  const file = scenario(t);
  const created = async (flags: object): Promise<number> =>
    (await replayEmbedded({ file, ...flags })).figures.pods.created;
  t.is(await created({ drop: ['app=web'] }), 10);
  t.is(await created({ only: ['app=web'] }), 20);
  t.is(await created({ only: ['app=web', 'keg.dev/group=job'] }), 30);
  t.is(await created({ only: ['metadata.namespace=default'], drop: ['keg.dev/group in (job)'] }), 20);
});

test('wrong factors and selectors are refused with a next step', async (t) => {
  const file = scenario(t);
  const refusals = {
    '--drop app=cache fits no pod': { drop: ['app=web', 'app=cache'] },
    '--drop a=b=c is no label selector': { drop: ['a=b=c'] },
    '--amplify twice is not a factor': { amplify: 'twice' },
    '--requests-scale 0 is not a factor': { requestsScale: '0' },
    'there is nothing to play: no pod is left after --drop': { drop: ['app', '!app'] },
    'there is nothing to play: no pod is left after --amplify and --only': {
      amplify: '0.01',
      only: ['app=web'],
    },
    '--amplify 1000000 makes more than 2 million pods: about 30,000,000': { amplify: '1000000' },
  };
  for (const [message, flags] of Object.entries(refusals)) {
    const error = await t.throwsAsync(replayEmbedded({ file, ...flags }), { instanceOf: UserError });
    t.is(error.message, message);
    t.truthy(error.next);
  }
});
