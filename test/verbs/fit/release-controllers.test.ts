/** Pods whose controller does not explain them are drawn, where the replays say so and neither chance nor the model is the reason. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Truth, TruthFigure } from '../../../src/core/measure/truth.ts';
import type { FittedGroups } from '../../../src/verbs/fit/fit-groups.ts';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { releaseControllers } from '../../../src/verbs/fit/release-controllers.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { LIVE_HEADER } from './written-recording.ts';

const GATE = { low: 0.9, high: 1.1 };

function fitted(...names: readonly string[]): FittedGroups {
  const controllers = names.map((name) => ({
    found: { group: { name, pods: [{ uid: `first of ${name}` }] } },
  }));
  return { controllers } as unknown as FittedGroups;
}

/** @param figure - of the job in the first replay. @param then - the total once its pods are drawn. */
async function release(figure: Partial<TruthFigure>, then: number) {
  const names = (of: FittedGroups) => of.controllers.map(({ found }) => found.group.name);
  const released: string[][] = [];
  const result = await releaseControllers(
    fitted('job', 'web'),
    GATE,
    async (of) => {
      const ratio = of.controllers.length > 1 ? 2 : then;
      const isOutside = ratio !== 1;
      const truth = {
        total: [{ name: 'created', ratio, isOutside }],
        isMissed: isOutside,
        groups: [
          { name: 'job', figures: [figure] },
          { name: 'web', figures: [] },
        ],
      };
      return { fitted: of, result: { truth: truth as unknown as Omit<Truth, 'prediction'> } };
    },
    async (uids) => {
      released.push([...uids]);
      return fitted('web');
    },
  );
  return { names: names(result.fitted), released };
}

const MISSED = { isBeyondChance: true, replayed: 10, fitted: { median: 20, low: 18, high: 22 } };

test('the pods of a controller that misses are drawn', async (t) => {
  t.deepEqual(await release(MISSED, 1), { names: ['web'], released: [['first of job']] });
});

test('a controller stays where its pods drawn one by one are no better', async (t) => {
  t.deepEqual((await release(MISSED, 2.5)).names, ['job', 'web']);
});

test('a controller stays where chance or the model explains the miss', async (t) => {
  const byChance = await release({ ...MISSED, isBeyondChance: false }, 1);
  const byModel = await release({ ...MISSED, replayed: 19 }, 1);
  t.deepEqual([byChance.released, byModel.released], [[], []]);
});

test('two crowds with unlike run times, which look like Jobs of one law, keep their peaks', async (t) => {
  const hour = 3600e6;
  const crowd = (at: number, mean: number) =>
    Array.from({ length: 150 }, (_, index) => {
      const end = at + Math.round(-mean * Math.log((index + 0.5) / 150));
      const [uid, of] = [`${at}-${index}`, { group: 'g', namespace: 'd', template: 't' }];
      return [
        { at, kind: 'pod-created', uid, name: `g-${uid}`, ...of },
        { at, kind: 'pod-bound', uid, node: 'n' },
        { at, kind: 'pod-started', uid },
        { at: end, kind: 'pod-finished', uid, phase: 'Succeeded' },
        { at: end, kind: 'pod-deleted', uid },
      ];
    });
  const template = {
    at: 0,
    kind: 'template',
    hash: 't',
    template: { spec: { containers: [{ name: 'm', resources: { requests: { cpu: '1' } } }] } },
  };
  const node = { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '999', pods: '999' } };
  const events = [...crowd(8 * hour, hour), ...crowd(16 * hour, hour / 6)].flat();
  events.sort((one, other) => one.at - other.at);
  const header = { ...LIVE_HEADER, source: { kind: 'import' }, clock: { kind: 'stamps', resolution: '1us' } };
  const lines = [header, template, node, ...events, { at: 24 * hour, kind: 'close' }];
  const file = join(temporaryFolder(t), 'crowds.keg.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { truth } = await fitRecording({
    recordings: [file],
    scenario: undefined,
    force: false,
    seed: 1,
    gate: GATE,
  });
  t.false(truth!.isMissed);
});
