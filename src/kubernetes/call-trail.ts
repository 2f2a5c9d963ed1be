/** Publishes every call to a cluster on a channel of Node, for a listener that shows them. Costs nothing without one. */
import { channel } from 'node:diagnostics_channel';

/** One attempt of a call, without headers and body: those hold credentials. */
export interface CallOnTrail {
  readonly method: string;
  /** Server, path and query. */
  readonly url: string;
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** Milliseconds until the answer began, or the attempt failed. */
  readonly milliseconds: number;
  /** Why no answer came. */
  readonly failure?: string | undefined;
}

const TRAIL = channel('kubectl-keg:call');

/** Makes one attempt, and publishes it. */
export async function onTrail<Response extends { readonly statusCode: number }>(
  method: string,
  url: string,
  attempt: () => Promise<Response>,
): Promise<Response> {
  if (!TRAIL.hasSubscribers) return attempt();
  const begun = performance.now();
  const publish = (end: Pick<CallOnTrail, 'status' | 'failure'>): void =>
    TRAIL.publish({ method, url: withoutContinue(url), milliseconds: performance.now() - begun, ...end });
  try {
    const response = await attempt();
    publish({ status: response.statusCode });
    return response;
  } catch (error) {
    publish({
      status: undefined,
      failure: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
    });
    throw error;
  }
}

export function followCalls(listener: (call: CallOnTrail) => void): void {
  TRAIL.subscribe((call) => listener(call as CallOnTrail));
}

/** The token of the next page is long and says nothing. */
function withoutContinue(url: string): string {
  return url.replace(/([?&]continue=)[^&]+/, '$1…');
}
