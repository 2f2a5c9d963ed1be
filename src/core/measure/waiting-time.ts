/** Computes the waiting time of a pod: bind minus intended creation. */

/**
 * When a pod arrived, in µs: its intended creation, or its creation where that is earlier. A left-truncated pod arrived when it was first
 * seen.
 */
export function arrivalOf({
  intended,
  at,
}: {
  readonly intended: number | undefined;
  readonly at: number;
}): number {
  return Math.min(intended ?? at, at);
}

/**
 * Waiting time in µs of a pod that is bound at `boundAt`.
 *
 * @returns undefined for a left-truncated pod, whose creation was not seen.
 */
export function waitingTime(
  { age, arrival }: { readonly age: number | undefined; readonly arrival: number },
  boundAt: number,
): number | undefined {
  return age === undefined ? boundAt - arrival : undefined;
}
