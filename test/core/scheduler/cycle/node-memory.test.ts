/** The cache of verdicts and scores for each template. */
import test from 'ava';
import type { PodInfo } from '../../../../src/core/scheduler/cache/pod-info.ts';
import { createNodeMemories } from '../../../../src/core/scheduler/cycle/node-memory.ts';

const template = () => ({}) as PodInfo;

test('the first pod of a template gets no memory, the later ones share it', (t) => {
  const memories = createNodeMemories();
  const pod = template();
  t.is(memories.of(pod, 10), undefined);
  const memory = memories.of(pod, 10);
  t.is(memory?.scores.length, 10);
  t.is(memories.of(pod, 10), memory);
  t.is(memories.of(pod, 3), memory);
  t.not(memories.of(pod, 11), memory);
});

test('at a million entries all memories are dropped', (t) => {
  const memories = createNodeMemories();
  const [small, large] = [template(), template()];
  for (const each of [small, large]) memories.of(each, 1);
  const first = memories.of(small, 400_000);
  memories.of(large, 600_000);
  t.is(memories.of(small, 400_000), first, 'exactly a million entries are allowed');
  const another = template();
  memories.of(another, 1);
  memories.of(another, 1);
  t.not(memories.of(small, 400_000), first);
});
