/** Fits groups and plays sides of the comparison, in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { emptyScenario } from '../../core/scenario/empty-scenario.ts';
import { playOrFailure, type SideToPlay } from './play-side.ts';
import { fitSentGroup, type SentGroup } from './sent-group.ts';

/** One piece of work for a thread. */
export type Piece =
  | { readonly kind: 'side'; readonly side: SideToPlay }
  | { readonly kind: 'group'; readonly group: SentGroup };

parentPort?.on('message', (piece: Piece) => {
  parentPort?.postMessage(
    piece.kind === 'side' ? playOrFailure(withForm(piece.side)) : fitSentGroup(piece.group),
  );
});

/** A play does not depend on the form of the file. */
function withForm(side: SideToPlay): SideToPlay {
  return { ...side, scenario: { ...side.scenario, form: emptyScenario('', '').form } };
}
