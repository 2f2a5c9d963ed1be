/** Applies the what-ifs about the load: --amplify, --requests-scale, --drop and --only. Its code is loaded only for them. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { UserError } from '../../core/errors/user-error.ts';
import { parseSelectorText } from '../../core/objects/selector-text.ts';
import { parseFactor } from '../../core/scenario/factor-text.ts';
import { changeLoad } from '../../core/timeline/changed-load/change-load.ts';
import type { LabelTest } from '../../core/timeline/changed-load/kept-load.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import { playsSomething } from './idle-play.ts';
import type { LoadedPlay, PlayRequest } from './play-request.ts';

/** @throws {UserError} (usage) for a wrong factor or selector, and for a selector of --drop or --only that fits no pod. */
export function withChangedLoad(loaded: LoadedPlay, request: PlayRequest): LoadedPlay {
  const { amplify = '1', requestsScale = '1', drop = [], only = [], pin } = request;
  if (pin) {
    throw new UserError('--pin puts the recorded pods on their recorded nodes, so the load cannot change', {
      next: 'leave out --pin, --amplify, --requests-scale, --drop or --only',
    });
  }
  const fitted = new Set<LabelTest>();
  const dropped = selectorsOf('--drop', drop, fitted);
  const wanted = selectorsOf('--only', only, fitted);
  const { play } = loaded;
  const changed = changeLoad(
    play.timeline,
    {
      amplify: parseFactor('--amplify', amplify),
      requestsScale: parseFactor('--requests-scale', requestsScale),
      keeps(labels) {
        const isDropped = fits(dropped, labels);
        return (fits(wanted, labels) || wanted.length === 0) && !isDropped;
      },
    },
    play.seed,
    play.duration ?? Number.POSITIVE_INFINITY,
  );
  const idle = [...dropped, ...wanted].find(({ test }) => !fitted.has(test));
  if (idle) {
    throw new UserError(`${idle.flag} ${idle.text} fits no pod`, {
      position: { file: request.file },
      next: `name labels, metadata.namespace, metadata.name or keg.dev/group, such as ${idle.flag} keg.dev/group=web`,
    });
  }
  refuseEmptyLoad(changed.events, request);
  return {
    ...loaded,
    play: { ...play, timeline: changed.events },
    problems: [...loaded.problems, ...unamplified(changed.unamplified)],
  };
}

function refuseEmptyLoad(timeline: readonly TimelineEvent[], request: PlayRequest): void {
  if (playsSomething(timeline)) return;
  const { amplify, drop, only, file } = request;
  const given = Object.entries({ '--amplify': amplify, '--drop': drop, '--only': only });
  const flags = given.flatMap(([flag, value]) => (value === undefined || value.length === 0 ? [] : [flag]));
  throw new UserError(`there is nothing to play: no pod is left after ${flags.join(' and ')}`, {
    position: { file },
    next: 'leave fewer pods out, or give a larger factor',
  });
}

function unamplified(daemons: number): Problem[] {
  if (daemons === 0) return [];
  const message = `--amplify does not change ${counted(daemons, 'DaemonSet')}: one pod for each node stays`;
  return [{ code: 'idle-flag', severity: 'warning', message }];
}

interface Selector {
  readonly flag: string;
  readonly text: string;
  readonly test: LabelTest;
}

/** @param fitted gets each test that fits some labels. */
function selectorsOf(flag: string, texts: readonly string[], fitted: Set<LabelTest>): Selector[] {
  return texts.map((text) => {
    const matches = parseSelectorText(text);
    if (!matches) {
      throw new UserError(`${flag} ${text} is no label selector`, {
        next: `write for example ${flag} 'app=web,tier!=cache' or ${flag} 'keg.dev/group in (batch,nightly)'`,
      });
    }
    const test: LabelTest = (labels) => {
      const isFit = matches(labels);
      if (isFit) fitted.add(test);
      return isFit;
    };
    return { flag, text, test };
  });
}

/** Asks each selector, so that every one that fits is known to. */
function fits(selectors: readonly Selector[], labels: Parameters<LabelTest>[0]): boolean {
  return selectors.filter(({ test }) => test(labels)).length > 0;
}
