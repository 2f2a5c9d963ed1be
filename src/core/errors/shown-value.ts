/** Writes a wrong value for a message, and states which values would be right. */

/** A value as JSON, cut after 40 characters: short, and never longer than a line. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** Makes messages such as `5 is not a duration: write for example 5s`. */
export function wanted(what: string, example: string): (issue: { readonly input?: unknown }) => string {
  return (issue) =>
    issue.input === undefined
      ? `missing: write ${what}, for example ${example}`
      : `${show(issue.input)} is not ${what}: write for example ${example}`;
}
