/** Prints the cluster of a recording at one moment: what a live view shows then. */
import type { PresentState } from '../../core/present/present-state.ts';
import { layoutOf } from '../terminal/terminal-layout.ts';
import { liveFrame } from './live-frame.ts';

export function printFrame(state: PresentState, end: number): void {
  const frame = { state, at: state.at, end, scroll: 0, footer: '' };
  const lines = liveFrame(frame, { ...layoutOf(process.stdout), height: undefined });
  process.stdout.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}
