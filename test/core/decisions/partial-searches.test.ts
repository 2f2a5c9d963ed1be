/** The law of partial searches: a binding of a scheduler whose workers race is one of the best of nodes that it can have found. */
import test from 'ava';
import { createDecisionSearch } from '../../../src/core/decisions/find-decision.ts';
import type { SearchKind } from '../../../src/core/decisions/partial-searches.ts';
import { createVerification } from '../../../src/core/decisions/verification.ts';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { createScheduler } from '../../../src/core/scheduler/scheduler.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';
import { node, pod } from '../scheduler/small-objects.ts';
import { newHistory } from './small-history.ts';

const NODES = 150;
const spread = {
  topologySpreadConstraints: [
    { topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} },
  ],
};

interface Played {
  readonly seed: number;
  readonly kubernetesVersion: '1.34' | '1.37';
  /** The nodes from one that is too small for any pod to the next. 0: none is. */
  readonly tooSmall: number;
  readonly shapes: readonly { readonly cpu: number; readonly isSpread: boolean }[];
}

/** A search finds 100 of the nodes. Each zone has nodes of several sizes. */
function playRaced({ seed, kubernetesVersion, tooSmall, shapes }: Played) {
  const history = newHistory();
  const scheduler = createScheduler({
    kubernetesVersion,
    random: randomStream(seed, 'ties'),
    searchRandom: randomStream(seed, 'search'),
  });
  for (let i = 0; i < NODES; i++) {
    const cpu = tooSmall > 0 && i % tooSmall === 0 ? 0 : 8 + (i % 7) * 3;
    const labels = { zone: `z${i % 3}` };
    history.node(`n${i}`, cpu, labels);
    scheduler.addNode(node(`n${i}`, cpu, { labels }), 0);
  }
  for (const [i, { cpu, isSpread }] of shapes.entries()) {
    const now = (i + 1) * 400_000_000;
    history.wait(400_000);
    history.create(`p${i}`, cpu, isSpread ? spread : {});
    scheduler.addPod(pod(`p${i}`, cpu, isSpread ? spread : {}), now);
    history.wait(5);
    const placed = scheduler.scheduleOne(now + 5000)?.node;
    if (placed !== undefined) history.bind(`p${i}`, placed);
  }
  return history.observations;
}

function verify(
  observations: ReturnType<typeof playRaced>,
  kubernetesVersion: Played['kubernetesVersion'],
  search: SearchKind,
) {
  const running = createVerification({ kubernetesVersion, slack: 0, isWhole: 'always', search });
  for (const observation of observations) running.observe(observation);
  return running.finish();
}

const played = fc.record({
  seed: fc.nat(),
  kubernetesVersion: fc.constantFrom('1.34' as const, '1.37' as const),
  tooSmall: fc.constantFrom(0, 0, 5),
  shapes: fc.array(fc.record({ cpu: fc.integer({ min: 1, max: 6 }), isSpread: fc.boolean() }), {
    minLength: 10,
    maxLength: 20,
  }),
});

test('no binding of a search that races is called impossible, and none is left out', (t) => {
  let partial = 0;
  fc.assert(
    fc.property(played, fc.constantFrom<SearchKind>('raced', 'unknown'), (each, kind) => {
      const { bindings, undecided, share, ...lists } = verify(playRaced(each), each.kubernetesVersion, kind);
      t.deepEqual([share, undecided], [1, {}]);
      t.is(bindings.best + bindings.partialSearch, bindings.decided);
      t.is(lists.partial.length, bindings.partialSearch);
      partial += bindings.partialSearch;
    }),
    propertyRuns(12, 400),
  );
  t.true(partial > 20);
});

test('a binding to a node that no race leads to is elsewhere', (t) => {
  const observations = playRaced({
    seed: 1,
    kubernetesVersion: '1.34',
    tooSmall: 0,
    shapes: Array.from({ length: 12 }, (_, i) => ({ cpu: 1 + (i % 3), isSpread: false })),
  });
  const smallest = observations.map((each) =>
    each.kind === 'pod-bound' ? { ...each, node: `n${7 * (Number(each.uid.slice(1)) + 1)}` } : each,
  );
  t.like(verify(smallest, '1.34', 'raced').bindings, { decided: 12, elsewhere: 12 });
});

test('an explanation shows nodes that lead to the recorded one, or says that none do', (t) => {
  const observations = playRaced({
    seed: 3,
    kubernetesVersion: '1.34',
    tooSmall: 0,
    shapes: Array.from({ length: 30 }, () => ({ cpu: 2, isSpread: false })),
  });
  const explain = (uid: string, node?: string) => {
    const search = createDecisionSearch({ kubernetesVersion: '1.34', pod: uid, search: 'raced' });
    for (const each of observations)
      search.observe(
        node !== undefined && each.kind === 'pod-bound' && each.uid === uid ? { ...each, node } : each,
      );
    return search.finish().explanation;
  };
  const all = observations.flatMap((each) => (each.kind === 'pod-bound' ? (explain(each.uid) ?? []) : []));
  t.deepEqual(new Set(all.map(({ search }) => search?.leadsThere)), new Set(['found', 'possible'] as const));
  t.true(all.every(({ agrees, search }) => agrees && search?.feasible === NODES && search.needed === 100));
  t.like(explain('p5', 'n7'), { agrees: false, search: { leadsThere: 'impossible', parallelism: 16 } });
});
