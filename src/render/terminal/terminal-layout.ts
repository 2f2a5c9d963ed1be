/** Decides how wide all output is and whether it may have colour. */

/** The part of a stream that decides its layout. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Used if the stream is not a terminal and COLUMNS is not set. */
const DEFAULT_WIDTH = 80;

/** Colour is for terminals only, and NO_COLOR (any value that is not empty) switches it off: https://no-color.org. */
export function layoutOf(
  { isTTY, columns }: OutputStream = process.stdout,
  environment: Environment = process.env,
): { readonly width: number; readonly colour: boolean } {
  return {
    width: columns ?? (Number(environment.COLUMNS) || DEFAULT_WIDTH),
    colour: isTTY === true && !environment.NO_COLOR,
  };
}
