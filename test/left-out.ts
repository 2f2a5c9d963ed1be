/** Finds the tests that a run skipped in what ava and the control-plane run print, so that a summary can name them. */

/** The titles of skipped tests. ava prints `- [skip] folder › file › title`, and the control-plane run prints `- [skip] title`. */
export function leftOutTests(output: string): readonly string[] {
  return [...output.matchAll(/^ *- \[skip\] (.+)$/gm)].map(([, title = '']) => title.trim());
}
