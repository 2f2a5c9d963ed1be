/** Converts what went wrong while a timeline was played into problems, which are printed and written into the recording. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { shownDuration } from '../../core/time/duration.ts';
import type { Played, Refusal } from '../../targets/target.ts';

/** Refusals that are listed one by one. */
const MOST_REFUSALS = 5;
/** Above this share of the events that were sent, the cluster is too slow: a call or two are always under way when the clock stops. */
const TOO_MANY = 0.01;

/** What the target refused, and what could not be sent in time. */
export function playedProblems(played: Played): readonly Problem[] {
  return [
    ...unsentProblem(played),
    ...refusalProblems(played),
    ...pauseProblem(played),
    ...unexplainedProblem(played),
    ...foreignProblem(played),
  ];
}

function unsentProblem({ unsent = 0, events, stopped }: Played): Problem[] {
  if (unsent === 0 || stopped) return [];
  const what = `${counted(unsent, 'event')} ${unsent === 1 ? 'was' : 'were'}`;
  const why = unsent > TOO_MANY * events ? ': it was too fast for this cluster' : '';
  const message = `${what} still waiting to be sent when the scenario ended${why}`;
  return [{ code: 'not-sent', severity: 'warning', message }];
}

/** A scheduler that starts again schedules nothing for seconds of wall time, which do not compress. */
function pauseProblem({ schedulerPauses = [] }: Played): Problem[] {
  if (schedulerPauses.length === 0) return [];
  const each = schedulerPauses.map(({ at, wall }) => `${shownDuration(wall)} at ${shownDuration(at)}`);
  const times = each.length === 1 ? 'once' : counted(each.length, 'time');
  const message = `the scheduler was restarted ${times} with another configuration, and until it decided again it took ${each.join(', ')} (wall time)`;
  return [{ code: 'scheduler-restarted', severity: 'note', message }];
}

/** Names that a message lists. */
const SHOWN_NODES = 3;

function foreignProblem({ foreignNodes = [] }: Played): Problem[] {
  const [first] = foreignNodes;
  if (first === undefined) return [];
  const names = `${foreignNodes.slice(0, SHOWN_NODES).join(', ')}${foreignNodes.length > SHOWN_NODES ? ', …' : ''}`;
  const message = `others added ${foreignNodes.length === 1 ? 'a node' : counted(foreignNodes.length, 'node')} during the run (${names}): pods of the run may have gone there, and the figures count what these nodes offer`;
  return [{ code: 'foreign-nodes', severity: 'warning', message }];
}

function unexplainedProblem({ explained }: Played): Problem[] {
  const count = explained ? explained.bound - explained.explained : 0;
  if (!explained || count === 0) return [];
  const message = `no explanation of the scheduler for ${count} of ${counted(explained.bound, 'bound pod')}: the simulator drops annotations above 262,144 bytes, and writes those of the last moments too late`;
  return [{ code: 'not-explained', severity: 'note', message }];
}

/** Several refused objects are one problem. */
function refusalProblems({ refusals }: Played): Problem[] {
  const objects = refusals.filter(({ about }) => about === 'object');
  const others = objects.length > 1 ? refusals.filter(({ about }) => about !== 'object') : refusals;
  const listed = others.slice(0, MOST_REFUSALS).map(refusalText);
  if (others.length > MOST_REFUSALS) listed.push(`and ${others.length - MOST_REFUSALS} more`);
  const [first] = objects;
  if (first && objects.length > 1)
    listed.push(
      `${counted(objects.length, 'change')} of objects were refused, the first at ${shownDuration(first.at)}: ${first.message}`,
    );
  return listed.map((message) => ({ code: 'refused', severity: 'warning', message }));
}

function refusalText({ at, message }: Refusal): string {
  return `refused at ${shownDuration(at)}: ${message}`;
}
