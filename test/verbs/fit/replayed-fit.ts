/** Replays a scenario in memory, and fits what the replay shows. */

import { collectClues } from '../../../src/core/fitting/controllers/controller-clues.ts';
import { AS_CHOSEN } from '../../../src/core/fitting/pods/group-form.ts';
import { collectHistory } from '../../../src/core/fitting/pods/pod-history.ts';
import { fittedScenario } from '../../../src/core/fitting/writing/fitted-scenario.ts';
import type { WrittenScenario } from '../../../src/core/fitting/writing/written-scenario.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { playEmbedded } from '../../../src/targets/embedded/play-embedded.ts';
import { type FittedGroups, fitGroups } from '../../../src/verbs/fit/fit-groups.ts';

export interface ReplayedFit extends FittedGroups {
  readonly written: WrittenScenario;
}

/** The p-values of the fits are coarse: they have few repeats. */
export async function fitOfReplay(file: object, seed: number): Promise<ReplayedFit> {
  const { scenario, problems } = loadScenario(JSON.stringify(file), 'random.yaml');
  if (!scenario) throw new Error(problems.map(({ message }) => message).join('; '));
  const [collector, clues] = [collectHistory({ resolution: 1e-6, stamps: 0 }), collectClues(1e-6)];
  const observe = (observation: Observation): void => {
    collector.observe(observation);
    clues.observe(observation);
  };
  const { configuration, cycle, bind } = scenario.scheduler;
  const { duration } = scenario;
  playEmbedded(
    {
      timeline: expandScenario(scenario, seed),
      scheduler: { kubernetesVersion: '1.36', configuration, cycle, bind },
      seed,
      duration,
    },
    { observe, templateHash: templateBook(observe) },
  );
  observe({ at: duration!, kind: 'close' });
  const history = collector.history();
  const fitted = await fitGroups(history, clues.clues(history.pods), {
    ...{ resolution: 1e-6, seed, onProgress() {} },
    form: { ...AS_CHOSEN, repeats: 9 },
  });
  const written = fittedScenario({
    ...{ name: 'fitted', description: '', seed, window: history.window },
    cluster: { ...history, kubernetes: undefined },
    groups: fitted.groups,
    controllers: fitted.controllers,
  });
  return { ...fitted, written };
}
