/** Prints for `--verbose` every call to a cluster: method, address, status and duration. */
import { followCalls } from '../kubernetes/call-trail.ts';
import { sayLine } from '../render/terminal/stderr-line.ts';

export function printCalls(): void {
  followCalls(({ method, url, status, milliseconds, failure }) => {
    const rounded = Math.round(milliseconds * 10) / 10;
    const text = `${method} ${url} ${status ?? failure} in ${rounded} ms`;
    sayLine('debug', text, { method, url, status, milliseconds: rounded, failure });
  });
}
