/** What `--strict` refuses. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { UserError } from '../../../src/core/errors/user-error.ts';
import { refuseNotModelled } from '../../../src/verbs/replay/refuse-not-modelled.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';

const warning = (code: 'not-modelled' | 'no-profile' | 'left-out', message: string) =>
  ({ code, severity: 'warning', message }) as const;

const BY_ZONE =
  'topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [topology.kubernetes.io/zone], labelSelector: {}}]';

test('the first thing that is not modelled is the error, with exit code 1', (t) => {
  const error = t.throws<UserError>(() =>
    refuseNotModelled([warning('left-out', 'a'), warning('not-modelled', 'b'), warning('no-profile', 'c')]),
  );
  t.is(error?.message, '--strict: b (and 1 more)');
  t.is(error?.exitCode, 1);
  t.is(error?.problemCode, 'not-modelled');
});

test('other problems are not refused', (t) => {
  t.notThrows(() => refuseNotModelled([warning('left-out', 'a')]));
});

test('--strict plays what is modelled, and refuses the rest before anything is played', async (t) => {
  const folder = temporaryFolder(t);
  const written = (rest: string): string => {
    const file = join(folder, `${rest.length}.yaml`);
    const spec = `{containers: [{}]${rest}}`;
    writeFileSync(file, `events: {pods: [{name: p, arrivalTime: 0s, podSpec: {spec: ${spec}}}]}\n`);
    return file;
  };
  const nodes = ['1:cpu=1'];
  const plain = written('');
  t.is((await replayEmbedded({ file: plain, nodes, strict: true })).figures.pods.bound, 1);
  const late = written(`, ${BY_ZONE}`);
  await t.throwsAsync(() => replayEmbedded({ file: late, nodes, strict: true }), {
    message: /--strict: 1 pod with selectors of the zone/,
  });
  t.is((await replayEmbedded({ file: late, nodes })).figures.problems.length, 1);
});

test('--strict prints each problem once: one is the error, the others are warnings', async (t) => {
  const file = join(temporaryFolder(t), 'two.yaml');
  const spec = `{containers: [{}], ${BY_ZONE}, schedulerName: other}`;
  writeFileSync(file, `events: {pods: [{name: p, arrivalTime: 0s, podSpec: {spec: ${spec}}}]}\n`);
  const warned: string[] = [];
  const show = {
    inform: () => {},
    doing: () => {},
    warn: (problems: readonly { readonly message: string }[]) =>
      void warned.push(...problems.map(({ message }) => message)),
  };
  const error = await t.throwsAsync(replayEmbedded({ file, nodes: ['1:cpu=1'], strict: true, show }));
  t.regex(error.message, /^--strict: 1 pod with selectors of the zone.* \(and 1 more\)$/);
  t.deepEqual(
    warned.map((message) => message.slice(0, 29)),
    ['1 pod for the scheduler other'],
  );
  warned.length = 0;
  await replayEmbedded({ file, nodes: ['1:cpu=1'], show });
  t.is(warned.length, 2);
});
