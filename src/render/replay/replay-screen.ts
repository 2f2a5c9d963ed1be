/** Shows a replay while it runs. Sentences and problems stay on stderr. The current activity is one line of a terminal that is written over. */
import type { Problem } from '../../core/errors/problem.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';
import { formatSpan } from '../terminal/human-units.ts';
import { printProblems, printRemarks } from '../terminal/print-problems.ts';
import { type LiveProgress, startLiveProgress, startProgress } from '../terminal/progress.ts';

type LiveState = Parameters<LiveProgress['report']>[0];

/** How far a replay is. */
interface ScreenMoment {
  readonly scenarioTime: Microseconds;
  /** Of virtual time, if it is known. */
  readonly end?: Microseconds | undefined;
  /** Undefined where time is virtual. */
  readonly wall?: Omit<LiveState, 'scenarioTime'>;
}

export interface OpenReplayScreen {
  readonly show: {
    readonly inform: (sentence: string) => void;
    readonly warn: (problems: readonly Problem[]) => void;
    readonly doing: (sentence: string) => void;
    /** Undefined where nothing shows it. */
    readonly moment?: (moment: ScreenMoment) => void;
  };
  /** Clears the line. Returns the wall time since the start in seconds. */
  stop(): number;
}

export function openReplayScreen(): OpenReplayScreen {
  const virtual = startProgress();
  const live = startLiveProgress();
  let activity = '';
  const clear = (): void => {
    live.stop();
    virtual.stop();
  };
  const moment = ({ scenarioTime, end, wall }: ScreenMoment): void => {
    if (wall) live.report({ scenarioTime, ...wall });
    else virtual.report(() => virtualLine(activity, scenarioTime, end));
  };
  return {
    show: {
      inform(sentence) {
        clear();
        printRemarks([sentence]);
      },
      warn(problems) {
        if (problems.length > 0) clear();
        warn(problems);
      },
      doing(sentence) {
        activity = sentence;
        live.show(sentence);
      },
      ...(live.isShown ? { moment } : {}),
    },
    stop() {
      live.stop();
      return virtual.stop();
    },
  };
}

/** `seed 2 of 5: 14h08m of 24h (58 %)`. */
function virtualLine(activity: string, at: Microseconds, end: Microseconds | undefined): string {
  const whole =
    end === undefined || end === 0 ? '' : ` of ${formatSpan(end)} (${Math.floor((at / end) * 100)} %)`;
  const before = activity === '' ? 'scenario clock' : `${activity}:`;
  return `${before} ${formatSpan(Math.floor(at / 1e6) * 1e6)}${whole}`;
}

/** One line a problem; all changes of pods on one line. */
function warn(problems: readonly Problem[]): void {
  const [changes, others] = [
    problems.filter(({ code }) => code === 'changed-for-target'),
    problems.filter(({ code }) => code !== 'changed-for-target'),
  ];
  const changed = changes.map(({ message }) => message).join('; ');
  printProblems(others);
  if (changed !== '') printRemarks([`changed in pods: ${changed}`]);
}
