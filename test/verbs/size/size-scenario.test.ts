/** The fewest nodes with which a scenario keeps its limits, found by playing it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { playTask, type ReplaySettings } from '../../../src/cli/compare/play-task.ts';
import { parseLimit } from '../../../src/core/comparing/limit.ts';
import type { PlayTasks } from '../../../src/core/comparing/replay-task.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { type SizeRequest, sizeScenario } from '../../../src/verbs/size/size-scenario.ts';
import { sizeOfRun } from '../../property-runs.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Each node is one server of an M/M/c queue: arrivals every 60 s, service of 150 s, so 2.5 servers are busy. */
const LENGTH = sizeOfRun('40h', '80h');
const QUEUE = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: queue }
duration: ${LENGTH}
cluster:
  nodes: [{ name: server, count: 6, template: { allocatable: { cpu: 1, memory: 4Gi } } }]
templates:
  p: { spec: { containers: [{ name: main, resources: { requests: { cpu: 1 } } }] } }
events:
  pods:
    - name: p
      template: p
      arrivals: { type: exponential, mean: 60s }
      lifetime: { type: exponential, mean: 150s }
      end: succeeded
      until: ${LENGTH}
`;

const OTHER_SEEDS = Array.from({ length: 19 }, (_, index) => index + 2);

const play: PlayTasks<ReplaySettings> = async (tasks, onPlayed) => {
  for (const [place, task] of tasks.entries()) onPlayed(place, await playTask(task));
};

function request(t: ExecutionContext, limit: string, more: Partial<SizeRequest<ReplaySettings>> = {}) {
  const file = join(temporaryFolder(t), 'queue.yaml');
  writeFileSync(file, QUEUE);
  return {
    file,
    limits: [parseLimit(limit)],
    pools: undefined,
    share: 1,
    seed: 1,
    seeds: 1,
    optionsOf: (counts) => (counts ? { nodes: [...counts].map(([pool, count]) => `${pool}=${count}`) } : {}),
    play,
    onPlayed() {},
    ...more,
  } satisfies SizeRequest<ReplaySettings>;
}

/** Mean wait of M/M/c in seconds, by Erlang's C formula. */
function erlangWait(servers: number, load: number, service: number): number {
  let blocking = 1;
  for (let count = 1; count <= servers; count += 1) blocking = (load * blocking) / (count + load * blocking);
  const waits = blocking / (1 - (load / servers) * (1 - blocking));
  return (waits * service) / (servers - load);
}

test('the fewest servers of an M/M/c queue are those of Erlang C', async (t) => {
  const [three, four] = [erlangWait(3, 2.5, 150), erlangWait(4, 2.5, 150)];
  const midway = Math.round((three + four) / 2);
  const size = await sizeScenario(request(t, `waiting.mean < ${midway}s`));
  t.deepEqual(Object.fromEntries(size.smallest ?? []), { server: 4 });
  t.deepEqual(
    size.around.get('server')?.map(({ counts, held }) => [counts.get('server'), held]),
    [
      [2, 0],
      [3, 0],
      [4, 1],
      [5, 1],
      [6, 1],
    ],
  );
});

/** The other seeds take two minutes together, so they belong to the night. */
for (const seed of sizeOfRun<readonly number[]>([], OTHER_SEEDS))
  test(`the fewest servers of an M/M/c queue are those of Erlang C, seed ${seed}`, async (t) => {
    const midway = Math.round((erlangWait(3, 2.5, 150) + erlangWait(4, 2.5, 150)) / 2);
    const size = await sizeScenario(request(t, `waiting.mean < ${midway}s`, { seed }));
    t.deepEqual(Object.fromEntries(size.smallest ?? []), { server: 4 });
  });

test('a limit that no number of nodes keeps has no smallest count', async (t) => {
  const size = await sizeScenario(request(t, 'pods.created < 1', { optionsOf: () => ({ duration: 600e6 }) }));
  t.is(size.smallest, undefined);
  t.is(size.best.held, 0);
});

test('a limit on a pool that does not exist is refused', async (t) => {
  const optionsOf = () => ({ duration: 600e6 });
  const asked = request(t, 'pools["g2"].resources.cpu.utilisation < 80%', { optionsOf });
  const error = await t.throwsAsync(sizeScenario(asked), { instanceOf: UserError });
  t.is(error?.message, 'pools["g2"].resources.cpu.utilisation < 80%: there is no pool g2');
  t.is(error?.next, 'the pools are server');
});

test('a pool that does not exist is refused', async (t) => {
  const asked = request(t, 'neverBound = 0', { pools: ['servers'], optionsOf: () => ({ duration: 600e6 }) });
  const error = await t.throwsAsync(sizeScenario(asked), { instanceOf: UserError });
  t.is(error?.message, '--pool servers: there is no such pool; did you mean server?');
});
