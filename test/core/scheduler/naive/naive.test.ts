/** The law of the scheduler's speed: with all its memories, indices and columns it decides as a scheduler that has none of them. */
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { createScheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { type PropertyRuns, propertyRuns } from '../../../property-runs.ts';
import fc from '../../../seeded-properties.ts';
import { SECOND } from '../small-objects.ts';
import type { NaiveNode, NaivePod } from './naive-cluster.ts';
import { decideNaively } from './naive-scheduler.ts';
import { type Change, HOST, someChange, someNodes, ZONE } from './random-changes.ts';

const ZONES = ['a', 'b', 'c'];

function nodeObject({ name, labels, taints, unschedulable, allocatable }: NaiveNode): Node {
  const { cpu, ...others } = allocatable;
  return {
    metadata: { name, labels },
    spec: { taints, unschedulable },
    status: { allocatable: { ...others, cpu: `${cpu}m` } },
  };
}

function templateOf({ labels, requests, hostPort, spec }: NaivePod): PodTemplate {
  const { cpu, ...others } = requests;
  const ports = hostPort === undefined ? [] : [{ hostPort }];
  const containers = [{ resources: { requests: { ...others, cpu: `${cpu}m` } }, ports }];
  return { metadata: { labels }, spec: { ...spec, containers } };
}

type Shapes = readonly Omit<NaiveNode, 'name'>[];

/** Plays changes on both schedulers. Pods of equal content share their template. @returns the decisions that differ, and the number of all. */
function play(shapes: Shapes, changes: readonly Change[]) {
  const scheduler = createScheduler({ kubernetesVersion: '1.37' });
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, NaivePod>();
  /** By zone, in order of addition: kube-scheduler takes one node of each zone in turn. */
  const zones = new Map<string, NaiveNode[]>();
  const shapesOfPods: Omit<NaivePod, 'uid'>[] = [];
  const differences: unknown[] = [];
  let decisions = 0;
  let now = 0;
  let start = 0;
  const nodesInOrder = () => {
    const lists = [...zones.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
  };
  const setNode = (which: number, shape: Omit<NaiveNode, 'name'>) => {
    const name = `n${which}`;
    const zone = ZONES[which % ZONES.length] as string;
    // One node in seven has no zone.
    const place = which % 7 === 6 ? { [HOST]: name } : { [HOST]: name, [ZONE]: zone };
    const node = { ...shape, name, labels: { ...shape.labels, ...place } };
    const zoneKey = ZONE in place ? zone : '';
    const list = zones.get(zoneKey) ?? [];
    const index = list.findIndex((each) => each.name === name);
    if (index < 0) list.push(node);
    else list[index] = node;
    zones.set(zoneKey, list);
    scheduler.updateNode(nodeObject(node), now);
  };
  const removeNode = (which: number) => {
    const name = `n${which}`;
    for (const [zone, list] of zones) {
      const rest = list.filter((each) => each.name !== name);
      if (rest.length === 0) zones.delete(zone);
      else zones.set(zone, rest);
    }
    scheduler.removeNode(name, now);
  };
  const settle = () => {
    // More than half a second between decisions, so that no scores are used again for the next pod.
    for (let i = 0; i < 30; i++, now += SECOND) {
      const decision = scheduler.scheduleOne(now);
      if (!decision) return;
      const pod = pods.get(decision.uid) as NaivePod;
      const nodes = nodesInOrder();
      const placed = [...pods.values()].filter(({ node }) => node !== undefined);
      const expected = decideNaively(pod, { nodes, pods: placed }, start);
      start = nodes.length === 0 ? start : (start + expected.evaluated) % nodes.length;
      decisions += 1;
      const { uid, node, message, evaluated, feasibleCount } = decision;
      const got = { node, message, evaluated, feasibleCount };
      if (!isDeepStrictEqual(got, expected)) differences.push({ uid, got, expected });
      if (node !== undefined) pods.set(uid, { ...pod, node });
    }
  };
  for (const [which, shape] of shapes.entries()) setNode(which, shape);
  for (const [i, change] of changes.entries()) {
    now += SECOND;
    if (change.kind === 'create') shapesOfPods.push(change.pod);
    const shape =
      change.kind === 'again' ? shapesOfPods[change.which % shapesOfPods.length] : shapesOfPods.at(-1);
    if (change.kind === 'create' || change.kind === 'again') {
      if (!shape) continue;
      const pod = { ...shape, uid: `p${i}` };
      const own = templateOf(pod);
      const key = JSON.stringify(own);
      const template = templates.get(key) ?? own;
      templates.set(key, template);
      pods.set(pod.uid, pod);
      scheduler.addPod({ uid: pod.uid, namespace: 'default', name: pod.uid, template }, now);
    } else if (change.kind === 'end') {
      const uid = [...pods.keys()][change.which % Math.max(1, pods.size)];
      if (uid !== undefined) {
        pods.delete(uid);
        scheduler.deletePod(uid, now);
      }
    } else if (change.kind === 'node') setNode(change.which, change.node);
    else removeNode(change.which);
    settle();
    if (differences.length > 0) break;
  }
  return { differences, decisions };
}

/** Fails with the first difference. @returns the number of decisions. */
function compare(
  nodes: fc.Arbitrary<Shapes>,
  change: fc.Arbitrary<Change>,
  count: number,
  runs: PropertyRuns,
) {
  let decisions = 0;
  const changes = fc.array(change, { minLength: count / 2, maxLength: count });
  const property = fc.property(nodes, changes, (shapes, drawn) => {
    const played = play(shapes, drawn);
    decisions += played.decisions;
    if (played.differences.length > 0) throw new Error(JSON.stringify(played.differences, null, 2));
  });
  fc.assert(property, runs);
  return decisions;
}

test('on small clusters every decision is that of the naive scheduler', (t) => {
  const nodes = fc.integer({ min: 1, max: 12 }).chain(someNodes);
  const decisions = compare(nodes, someChange(12), 60, propertyRuns(60, 3000));
  t.log(`${decisions} decisions compared`);
  t.true(decisions > 1000);
});

test('so it is on clusters that are searched only in part', (t) => {
  const decisions = compare(someNodes(230), someChange(230), 60, propertyRuns(8, 200));
  t.log(`${decisions} decisions compared`);
  t.true(decisions > 100);
});
