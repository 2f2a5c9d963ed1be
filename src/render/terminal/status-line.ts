/** Draws one line of a terminal again and again at the same place. No other file moves the cursor. */
import { areLinesJson, type Screen } from './stderr-line.ts';
import { truncateText } from './text-layout.ts';

export interface StatusLine {
  /** False where the screen is not a terminal, or takes JSON: then nothing is drawn. */
  readonly isShown: boolean;
  /** Replaces the line, and cuts it at the width of the terminal. */
  draw(text: string): void;
  clear(): void;
}

const NARROWEST = 20;
const CLEAR = '\r\u001B[K';

export function openStatusLine(screen: Screen): StatusLine {
  const isShown = screen.isTTY === true && !areLinesJson();
  let isDrawn = false;
  return {
    isShown,
    draw(text) {
      if (!isShown) return;
      isDrawn = true;
      // One column stays free: some terminals wrap a full line, and the next one would not be written over it.
      screen.write(`${CLEAR}${truncateText(text, Math.max(NARROWEST, (screen.columns ?? 80) - 1))}`);
    },
    clear() {
      if (isDrawn) screen.write(CLEAR);
      isDrawn = false;
    },
  };
}
