/** The law of trials without copies: a filter that passes every node, and that only trials on copies can ask, changes no decision. */
import test from 'ava';
import { definePlugin } from '../../../../src/core/scheduler/framework/plugin-definition.ts';
import { SCHEDULER_PLUGINS } from '../../../../src/core/scheduler/plugins/index.ts';
import { createScheduler, type Scheduler } from '../../../../src/core/scheduler/scheduler.ts';
import { propertyRuns } from '../../../property-runs.ts';
import fc from '../../../seeded-properties.ts';
import { budget, ranked } from '../plugins/preemption/pods-by-priority.ts';
import { node, SECOND } from '../small-objects.ts';

/** It reads neither room nor the node's object alone, as far as the scheduler knows. */
const lenient = definePlugin({
  name: 'Lenient',
  points: ['filter'],
  create: () => ({
    name: 'Lenient',
    preFilter: () => ({ filter: { local: true, reject: () => undefined } }),
    events: [],
  }),
});

const changes = fc.oneof(
  { weight: 6, arbitrary: fc.record({ cpu: fc.integer({ min: 1, max: 3 }), priority: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ gone: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ which: fc.constant('victims') }) },
);

test('preemption and searches beside nominated pods decide without copies of nodes as with them', (t) => {
  let preemptions = 0;
  let beside = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(changes, { minLength: 10, maxLength: 40 }),
      fc.boolean(),
      fc.boolean(),
      (nodes, steps, hasBudget, hasTaint) => {
        const play = (plugins: Parameters<typeof createScheduler>[0]['plugins']) => {
          const scheduler: Scheduler = createScheduler({ kubernetesVersion: '1.37', plugins });
          const taints = [{ key: 'k', effect: 'NoSchedule' }];
          for (let i = 0; i < nodes; i++)
            scheduler.addNode(node(`n${i}`, 4 + i, { pods: 3, ...(hasTaint && i === 0 && { taints }) }), 0);
          if (hasBudget) scheduler.setObject(budget('protected', 1), 0);
          const decisions: unknown[] = [];
          let now = 0;
          let leaving: string[] = [];
          for (const [i, step] of steps.entries()) {
            now += SECOND;
            if ('gone' in step) scheduler.deletePod(`p${step.gone}`, now);
            // Victims leave some time after their preemption, so that pods stay nominated for a while.
            else if ('which' in step) {
              for (const uid of leaving) scheduler.deletePod(uid, now);
              leaving = [];
            } else {
              const app = i % 2 === 0 ? 'protected' : 'other';
              // The later pods are the more important ones.
              scheduler.addPod(ranked(`p${i}`, step.cpu, step.priority + (i >> 3), { app }), now);
            }
            const decision = scheduler.scheduleOne(now);
            decisions.push(decision);
            if (leaving.length > 0 && decision) beside += 1;
            leaving.push(...(decision?.victims ?? []));
            if (decision?.outcome === 'preempting') preemptions += 1;
          }
          return decisions;
        };
        t.deepEqual(play(SCHEDULER_PLUGINS), play([...SCHEDULER_PLUGINS, lenient]));
      },
    ),
    propertyRuns(200, 5000),
  );
  t.true(preemptions > 200, `${preemptions} preemptions`);
  t.true(beside > 100, `${beside} decisions beside nominated pods`);
});
