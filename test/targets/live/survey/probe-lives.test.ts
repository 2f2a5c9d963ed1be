/** A probe leads its pods through the lives of the play, on a cluster that a test scripts. */
import test from 'ava';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import type { ApiRequest } from '../../../../src/kubernetes/transport.ts';
import type { PodMix } from '../../../../src/targets/live/pace/call-times.ts';
import { leadLives, type ProbeLives } from '../../../../src/targets/live/survey/probe-lives.ts';

interface Sent {
  readonly method: string;
  readonly name: string;
  readonly nodeName?: string;
}

interface Script {
  readonly mix?: Partial<PodMix>;
  readonly binds?: boolean;
  readonly starts?: boolean;
  readonly startsPods?: boolean;
  readonly fails?: boolean;
}

/** Answers at once, and shows each pod as bound, started and ended. Ends when `calls` were sent. */
async function probed(
  calls: number,
  script: Script,
): Promise<{ sent: Sent[]; lives: ProbeLives; atOnce: number }> {
  const sent: Sent[] = [];
  let [now, underWay, atOnce] = [0, 0, 0];
  const show = (name: string, nodeName: string | undefined, phase: string): void =>
    lives.see({ metadata: { name }, spec: { nodeName }, status: { phase } } as unknown as PodObject);
  const lives = leadLives({
    path: '/pods',
    node: 'n',
    labels: {},
    mix: { patches: 0, ends: 0, deletions: 0, ...script.mix },
    staged: true,
    startsPods: script.startsPods ?? true,
    now: () => now,
    async send({ method, path, body }: ApiRequest) {
      underWay += 1;
      atOnce = Math.max(atOnce, underWay);
      const made = body as { metadata: { name: string }; spec: { nodeName?: string } } | undefined;
      const name = method === 'POST' ? made!.metadata.name : path.split('/')[2]!;
      const nodeName = method === 'POST' ? made!.spec.nodeName : undefined;
      sent.push({ method, name, ...(nodeName && { nodeName }) });
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      now += 1000;
      if (script.fails) throw new Error('refused');
      if (method !== 'POST') return;
      const bound = nodeName ?? (script.binds === false ? undefined : 'n');
      setImmediate(() => show(name, bound, 'Pending'));
      if (bound !== undefined && script.starts !== false) setImmediate(() => show(name, bound, 'Succeeded'));
    },
  });
  for (let turn = 0; turn < 2000 && sent.length < calls; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    now += 1000;
    lives.passTime();
  }
  await lives.end();
  return { sent, lives, atOnce };
}

function countOf(sent: readonly Sent[], method: string): number {
  return sent.filter((each) => each.method === method).length;
}

test('pods are changed and deleted as often as those of the play, 64 calls at a time', async (t) => {
  const { sent, lives, atOnce } = await probed(4_000, { mix: { patches: 1.5, ends: 0.5, deletions: 0.25 } });
  const created = countOf(sent, 'POST');
  t.true(Math.abs(countOf(sent, 'PATCH') / created - 1.5) < 0.2, `${countOf(sent, 'PATCH')} of ${created}`);
  t.true(Math.abs(countOf(sent, 'DELETE') / created - 0.25) < 0.05);
  t.is(atOnce, 64);
  t.is(lives.answered.length, sent.length);
  t.true(lives.over.length > created - 300, 'a life begins when one is over');
  t.deepEqual(lives.starts.late, 0);
});

test('while 100 pods wait for the scheduler, others are created with a node', async (t) => {
  const { sent, lives } = await probed(1_000, { binds: false });
  t.is(sent.filter(({ nodeName }) => nodeName === undefined).length, 100);
  t.true(sent.some(({ nodeName }) => nodeName === 'n'));
  t.is(lives.bound.length, 0, 'only what the scheduler binds counts as bound');
});

test('a pod that the cluster does not start in time is late, and lives on', async (t) => {
  const { lives } = await probed(1_500, { starts: false });
  t.true(lives.starts.late > 0);
  t.true(lives.over.length > 0);
  const own = await probed(1_000, { starts: false, startsPods: false });
  t.is(own.lives.starts.late, 0, 'no pod waits for its start where keg starts pods itself');
});

test('a call that fails ends the probe', async (t) => {
  await t.throwsAsync(probed(100, { fails: true }), { message: 'refused' });
});
