/** Names the observations whose stamps show how late the recorder is. */

/** The API server and the scheduler stamp these at once; kubelets report the other steps with a delay of their own. */
export const STAMPED_AT_ONCE: ReadonlySet<string> = new Set(['pod-created', 'pod-bound']);
