/** The cache of verdicts and scores for each template. */
import test from 'ava';
import { podInfoReader } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createResourceColumns } from '../../../../src/core/scheduler/cache/resource-columns.ts';
import { createNodeMemories } from '../../../../src/core/scheduler/cycle/node-memory.ts';
import { behaviourOf } from '../../../../src/core/scheduler/kubernetes-version.ts';
import { pod } from '../small-objects.ts';

function memoriesAndTemplates() {
  const columns = createResourceColumns();
  const read = podInfoReader(columns, behaviourOf('1.37'));
  const memories = createNodeMemories(columns);
  return { memories, template: () => memories.of(read(pod('p', 1).template)) };
}

test('the first search of a template gets no memory, the later ones share it', (t) => {
  const { memories, template } = memoriesAndTemplates();
  const one = template();
  t.is(memories.nodesOf(one, 'searched', 10), undefined);
  const memory = memories.nodesOf(one, 'searched', 10);
  t.is(memory?.scores.length, 10);
  t.is(memories.nodesOf(one, 'searched', 10), memory);
  t.is(memories.nodesOf(one, 'searched', 3), memory);
  t.not(memories.nodesOf(one, 'searched', 11), memory);
});

test('a pod that is searched and scored once gets no memory', (t) => {
  const { memories, template } = memoriesAndTemplates();
  const one = template();
  t.is(memories.nodesOf(one, 'searched', 10), undefined);
  t.is(memories.nodesOf(one, 'scored', 10), undefined);
  t.not(memories.nodesOf(one, 'scored', 10), undefined);
});

test('at a million entries all memories are dropped', (t) => {
  const { memories, template } = memoriesAndTemplates();
  const [small, large] = [template(), template()];
  for (const each of [small, large]) memories.nodesOf(each, 'scored', 1);
  const first = memories.nodesOf(small, 'scored', 400_000);
  memories.nodesOf(large, 'scored', 600_000);
  t.is(memories.nodesOf(small, 'scored', 400_000), first, 'exactly a million entries are allowed');
  const another = template();
  memories.nodesOf(another, 'scored', 1);
  memories.nodesOf(another, 'scored', 1);
  t.not(memories.nodesOf(small, 'scored', 400_000), first);
});
