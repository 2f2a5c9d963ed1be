/** A day on a real kubelet: Jobs and pods that sleep and end with a code, and containers that are started again. */
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { type Action, type Day, make } from './day.ts';
import { JOBS, job, PODS } from './made-objects.ts';
import { exits, realTemplate } from './real-pods.ts';

export function sleepingDay(seed: number): Day {
  const sleeps = (app: string, code: number, seconds: number, spec: object = {}) =>
    realTemplate(app, { main: exits(code, seconds) }, { restartPolicy: 'Never', ...spec });
  return {
    name: 'kubelet-jobs',
    title: 'a real kubelet: Jobs of sleep, with exit codes and restarts',
    seconds: 230,
    before: [make(PODS, bare('stays', sleeps('stays', 0, 3600)))],
    actions: [
      { at: 5, act: make(JOBS, job('work', sleeps('work', 0, 6), { completions: 12, parallelism: 3 })) },
      {
        at: 20,
        act: make(JOBS, job('retried', sleeps('retried', 3, 2), { completions: 1, backoffLimit: 2 })),
      },
      {
        at: 25,
        act: make(
          JOBS,
          job('again', sleeps('again', 4, 3, { restartPolicy: 'OnFailure' }), {
            completions: 1,
            backoffLimit: 3,
          }),
        ),
      },
      { at: 40, act: make(PODS, bare('crash', realTemplate('crash', { main: exits(5, 2) }))) },
      {
        at: 60,
        act: make(
          PODS,
          bare(
            'init-fails',
            realTemplate('init-fails', { init: exits(2, 1), main: exits(0, 3) }, { restartPolicy: 'Never' }),
          ),
        ),
      },
      { at: 80, act: make(JOBS, job('more', sleeps('more', 0, 9), { completions: 6, parallelism: 2 })) },
      ...tasks(seed),
    ],
  };
}

function bare(name: string, { metadata, spec }: ReturnType<typeof realTemplate>): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec };
}

/** One pod each two seconds on average, which is removed a while after it ended. */
function tasks(seed: number): Action[] {
  const random = randomStream(seed, 'sleeping', 'day');
  const actions: Action[] = [];
  for (let at = 3, index = 0; ; index += 1) {
    at += -2 * Math.log(1 - random());
    if (at > 225) return actions;
    const seconds = Math.round((2 - 6 * Math.log(1 - random())) * 10) / 10;
    const code = random() < 0.85 ? 0 : 7;
    const name = `task-${String(index).padStart(3, '0')}`;
    const pod = realTemplate('task', { main: exits(code, seconds) }, { restartPolicy: 'Never' });
    actions.push({ at, act: make(PODS, bare(name, pod)) });
  }
}
