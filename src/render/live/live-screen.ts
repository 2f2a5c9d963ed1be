/** Takes over a terminal for a view that changes: draws only lines that differ, and gives the terminal back in any case. */

/** A terminal, as far as it is used here. */
export interface WholeScreen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface LiveScreen {
  readonly width: number;
  readonly height: number;
  draw(lines: readonly string[]): void;
  /** Shows again what stood there before. */
  close(): void;
}

/** The second screen of the terminal, no cursor, no wrapping. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const ERASE_LINE = '\u001b[K';
const ERASE_ALL = '\u001b[2J';

export function openLiveScreen(screen: WholeScreen = process.stderr): LiveScreen {
  let before: readonly string[] = [];
  let drawnFor = '';
  let isOpen = true;
  const size = () => ({ width: screen.columns ?? 80, height: screen.rows ?? 24 });
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    process.off('exit', close);
    screen.write(LEAVE);
  };
  // An error, or a second Ctrl-C, ends the program without a call.
  process.on('exit', close);
  screen.write(ENTER);
  return {
    get width() {
      return size().width;
    },
    get height() {
      return size().height;
    },
    draw(lines) {
      if (!isOpen) return;
      const { width, height } = size();
      const isResized = drawnFor !== `${width} ${height}`;
      if (isResized) before = [];
      drawnFor = `${width} ${height}`;
      // Erased before it is written: after a full line the cursor stands on its last character.
      const changed = lines.flatMap((line, row) =>
        line === before[row] ? [] : [`\u001b[${row + 1};1H${ERASE_LINE}${line}`],
      );
      before = lines;
      if (changed.length > 0) screen.write(`${isResized ? ERASE_ALL : ''}${changed.join('')}`);
    },
    close,
  };
}
