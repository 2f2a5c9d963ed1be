/** Converts an error of the API server into data for the code, and into one line for the person. */
import { UserError } from '../core/errors/user-error.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { neededRoles, refusedRule } from './access-rules.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** The call that failed, for the message. */
export interface RefusedCall {
  readonly method: string;
  readonly path: string;
  readonly server: string;
  readonly context: string;
}

/** An answer outside 200 to 299, or the ERROR event of a watch. */
export class ApiError extends UserError {
  /** HTTP status: 404, 409, 410, … */
  readonly status: number;
  /** Kubernetes' name for it: NotFound, AlreadyExists, Expired, … */
  readonly reason: string;
  /** The server's message. */
  readonly serverMessage: string;
  /** `details.causes[].reason` and similar fields: more precise than the reason. */
  readonly causes: readonly string[];
  /** How long the server asks the client to wait, if it does. */
  readonly retryAfter: Microseconds | undefined;

  constructor(status: number, body: Fields | string, call: RefusedCall, retryAfter?: Microseconds) {
    const { reason, message, causes } = readStatus(status, body);
    const { text, next } = inWords(status, message, reason, call);
    super(text, { next, exitCode: 3 });
    this.status = status;
    this.reason = reason;
    this.serverMessage = message;
    this.causes = causes;
    this.retryAfter = retryAfter;
  }
}

/** Reads a `Status` object. A proxy in between may send anything else: its first line becomes the message. */
function readStatus(
  status: number,
  body: Fields | string,
): { reason: string; message: string; causes: string[] } {
  const fields = typeof body === 'string' ? parsed(body) : body;
  const said = typeof body === 'string' ? body.trim().split('\n')[0] : '';
  const causes = asFields(fields?.details)?.causes;
  return {
    reason: asText(fields?.reason) ?? '',
    message: asText(fields?.message) ?? (said || `HTTP ${status}`),
    causes: (Array.isArray(causes) ? causes : []).map((cause) => String(asFields(cause)?.reason)),
  };
}

/** @param answer what it answered, in words. */
export function notAnApiServer(server: string, answer: string): UserError {
  return new UserError(`${server} answered ${answer}`, {
    next: 'is it a Kubernetes API server?',
    exitCode: 3,
  });
}

/** @param context empty where flags alone name the cluster. */
export function ofContext(context: string): string {
  return context === '' ? '' : ` of context "${context}"`;
}

function parsed(body: string): Fields | undefined {
  try {
    return asFields(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const AFTER: Readonly<Record<number, string>> & { readonly other: string } = {
  404: 'it may have been removed: kubectl get shows what is there',
  409: 'something else changed it at the same time: try again',
  410: 'try again: the list began too long ago',
  other: 'change what it does not accept, and try again',
};

function inWords(
  status: number,
  message: string,
  reason: string,
  { method, path, server, context }: RefusedCall,
): { text: string; next: string } {
  if (status === 401) {
    return {
      text: `${server} does not accept the credentials${ofContext(context)}: ${message}`,
      next: server.startsWith('http://')
        ? 'like kubectl, keg sends credentials over https only: use an https:// server'
        : 'log in again, or use another --context; kubectl auth whoami shows who you are',
    };
  }
  if (status === 403) {
    const rule = refusedRule(message);
    return {
      text: `${server} does not allow this: ${message}`,
      next: `${rule === undefined ? 'ask for the right to do it' : `ask for ${neededRoles([rule])}`}, or use another --context or --as`,
    };
  }
  if (status === 429) {
    return {
      text: `${server} is overloaded: ${message}`,
      next: 'try again later, or with fewer calls at a time',
    };
  }
  const said = reason === '' || message.includes(reason) ? message : `${reason}: ${message}`;
  if (status >= 500) {
    return {
      text: `${server} failed at ${method} ${path} (${status}): ${said}`,
      next: 'read its log, or try again',
    };
  }
  return {
    text: `${server} refused ${method} ${path} (${status}): ${said}`,
    next: AFTER[status] ?? AFTER.other,
  };
}
