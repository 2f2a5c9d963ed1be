/** Puts the requests of an audit log in the order in which the API server did them. */
import { createEventHeap } from '../../time/event-heap.ts';

/** Times in microseconds since the epoch. */
export interface RequestTimes {
  readonly verb: string;
  /** When the server received it. */
  readonly received: number;
  /** When it was answered. */
  readonly moment: number;
}

export interface RequestOrder<Request extends RequestTimes> {
  add(request: Request): void;
  /** Passes on the requests that are held back. */
  flush(): void;
}

/** Requests run for milliseconds, and admission webhooks for seconds. */
const LOOKAHEAD = 500;

/**
 * A busy server may log a creation after the binding that it caused: it answers both at about the same time. What a request causes is received
 * after it, so requests count in the order in which they were received. A deletion counts when it is answered: before that, other requests for
 * the object still succeed.
 */
export function createRequestOrder<Request extends RequestTimes>(
  take: (request: Request) => void,
): RequestOrder<Request> {
  const waiting = createEventHeap<Request>();
  return {
    add(request) {
      waiting.push(request.verb.startsWith('delete') ? request.moment : request.received, request);
      if (waiting.size() > LOOKAHEAD) take(waiting.pop()!.value);
    },
    flush() {
      while (waiting.size() > 0) take(waiting.pop()!.value);
    },
  };
}
