/** Each cause of an end is drawn, made by an event of the scenario, or only cuts a run off. */
import test from 'ava';
import type { NodeHistory } from '../../../../src/core/fitting/nodes/node-history.ts';
import type { EndCause } from '../../../../src/core/fitting/pods/end-cause.ts';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { countedEnds } from '../../../../src/core/fitting/runs/counted-ends.ts';
import { historyOf, made } from '../pods/made-history.ts';

const [POD] = historyOf(made('p', 1)).pods as [PodHistory];

function ended(cause: EndCause | undefined, at = 50, node = 'n'): PodHistory {
  return { ...POD, cause, ended: cause && at, node };
}

function node(states: NodeHistory['states'], removed?: number): NodeHistory {
  return { name: 'n', pool: undefined, wasThere: true, states, removed };
}

type State = NodeHistory['states'][number];

const PLAIN: State = { at: 0, isReady: true, node: { metadata: { name: 'n' }, status: {} } };

function stateWith(spec: NonNullable<State['node']['spec']>): State {
  return { ...PLAIN, at: 40, node: { ...PLAIN.node, spec } };
}

function originsOf(pods: readonly PodHistory[], nodes: readonly NodeHistory[] = [node([PLAIN])]): unknown {
  return countedEnds(pods, nodes).map(({ cause, pods: count, origin }) => [cause, count, origin]);
}

test('own ends are drawn, scale-downs are events, and pods that still run are censored', (t) => {
  const pods = [
    ended('succeeded'),
    ended('succeeded'),
    ended('scaled'),
    ended('withdrawn'),
    ended(undefined),
  ];
  t.deepEqual(originsOf(pods), [
    ['succeeded', 2, 'drawn'],
    ['withdrawn', 1, 'drawn'],
    ['scaled', 1, 'event'],
    ['not ended', 1, 'censored'],
  ]);
});

test('an eviction from a node that leaves is an event, and another one is censored', (t) => {
  const tainted = stateWith({ taints: [{ key: 'k', effect: 'NoExecute' }] });
  const cordoned = stateWith({ unschedulable: true });
  for (const leaving of [node([PLAIN], 55), node([PLAIN, tainted]), node([PLAIN, cordoned])]) {
    t.deepEqual(originsOf([ended('evicted')], [leaving]), [['evicted with the node', 1, 'event']]);
    t.deepEqual(originsOf([ended('evicted', 30, 'm')], [leaving]), [['evicted by others', 1, 'censored']]);
  }
  t.deepEqual(originsOf([ended('evicted', 30)], [node([PLAIN, tainted])]), [
    ['evicted by others', 1, 'censored'],
  ]);
});
