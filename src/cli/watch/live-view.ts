/** Shows a cluster in the whole terminal while it is played or recorded, and keeps messages for the end. */
import type { Problem } from '../../core/errors/problem.ts';
import type { PresentState } from '../../core/present/present-state.ts';
import { type LiveFrame, liveFrame } from '../../render/live/live-frame.ts';
import { openLiveScreen } from '../../render/live/live-screen.ts';
import { printProblems, printRemarks } from '../../render/terminal/print-problems.ts';
import { layoutOf } from '../../render/terminal/terminal-layout.ts';
import type { ReplayKeys } from '../replay-keys.ts';

/** What changes besides the cluster. */
type LiveMoment = Partial<Pick<LiveFrame, 'at' | 'end' | 'speed' | 'lag' | 'isPaused'>>;

export interface LiveView {
  inform(sentence: string): void;
  warn(problems: readonly Problem[]): void;
  doing(sentence: string): void;
  /** Gives the terminal back, and prints what was said. */
  close(): void;
}

export interface LiveViewOptions {
  readonly state: () => PresentState;
  readonly moment: () => LiveMoment;
  readonly keys: ReplayKeys | undefined;
  /** The last line. */
  readonly footer: string;
}

const REDRAW_MS = 100;

export function openLiveView({ state, moment, keys, footer }: LiveViewOptions): LiveView {
  const screen = openLiveScreen();
  const { colour } = layoutOf(process.stderr);
  const said: (() => void)[] = [];
  let activity = '';
  let scroll = 0;
  const draw = (): void => {
    const { width, height } = screen;
    const now = state();
    const frame = { at: now.at, end: undefined, ...moment(), state: now, scroll };
    const line = activity === '' ? footer : `${activity}  (${footer})`;
    screen.draw(liveFrame({ ...frame, footer: line }, { width, height, colour }));
  };
  const ignore = keys?.listenArrows((arrow) => {
    if (arrow === 'up') scroll = Math.max(0, scroll - 1);
    if (arrow === 'down') scroll = Math.min(Math.max(0, state().nodes.size - 1), scroll + 1);
  });
  const timer = setInterval(draw, REDRAW_MS);
  draw();
  return {
    inform: (sentence) => said.push(() => printRemarks([sentence])),
    warn: (problems) => said.push(() => printProblems(problems)),
    doing(sentence) {
      activity = sentence;
    },
    close() {
      clearInterval(timer);
      ignore?.();
      screen.close();
      for (const print of said.splice(0)) print();
    },
  };
}
