/** Plays sides of the comparison in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { UserError } from '../../core/errors/user-error.ts';
import { emptyScenario } from '../../core/scenario/empty-scenario.ts';
import { playSide, type SideToPlay } from './play-side.ts';

parentPort?.on('message', (side: SideToPlay) => {
  try {
    parentPort?.postMessage({ figures: playSide(withForm(side)) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    parentPort?.postMessage({ failure: error.message });
  }
});

/** A play does not depend on the form of the file. */
function withForm(side: SideToPlay): SideToPlay {
  return { ...side, scenario: { ...side.scenario, form: emptyScenario('', '').form } };
}
