/** Which events wake a pod that PodTopologySpread rejected (podtopologyspread/plugin.go, from 1.32). */
import test from 'ava';
import { node, SECOND } from '../../small-objects.ts';
import { constraint, decide, HOST, spreadScheduler, web, ZONE, zoned } from './spread-cluster.ts';

const LATER = 20 * SECOND;

/** A pod waits because there is one zone, with a pod already, and it wants two. */
function waiting() {
  const scheduler = spreadScheduler([zoned('a1', 'a'), zoned('a2', 'a')]);
  decide(scheduler, web('e', { on: 'a1' }), web('p', { constraints: [constraint({ minDomains: 2 })] }));
  return scheduler;
}
const isParked = (scheduler: ReturnType<typeof waiting>) => scheduler.queueLengths.unschedulable === 1;

test('a new pod or a removed pod wakes only if the selector matches it, in the same namespace', (t) => {
  const scheduler = waiting();
  t.true(isParked(scheduler));
  scheduler.addPod(web('db', { on: 'a1', labels: { app: 'db' } }), LATER);
  scheduler.addPod(web('other', { on: 'a1', namespace: 'other' }), LATER);
  scheduler.deletePod('db', LATER);
  t.true(isParked(scheduler));
  scheduler.deletePod('e', LATER);
  t.false(isParked(scheduler));
});

test('a new node wakes only if it has every topology key', (t) => {
  const scheduler = waiting();
  scheduler.addNode(zoned('none'), LATER);
  t.true(isParked(scheduler));
  scheduler.addNode(zoned('c1', 'c'), LATER);
  t.false(isParked(scheduler));
});

test('a label that is no topology key wakes nothing, a changed zone does', (t) => {
  const scheduler = waiting();
  scheduler.updateNode(node('a1', 64, { labels: { [HOST]: 'a1', [ZONE]: 'a', disk: 'ssd' } }), LATER);
  t.true(isParked(scheduler));
  scheduler.updateNode(zoned('a1', 'c'), LATER);
  t.false(isParked(scheduler));
});

test('a removed node with the key wakes', (t) => {
  const scheduler = waiting();
  scheduler.removeNode('a2', LATER);
  t.false(isParked(scheduler));
});
