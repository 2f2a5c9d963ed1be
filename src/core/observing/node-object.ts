/** Declares the part of a Node object, as API servers send it, that observations use. Heartbeats are ignored. */
import type { Node } from '../objects/node.ts';

export interface NodeObject {
  readonly metadata: Node['metadata'] & {
    readonly uid: string;
    /** RFC 3339, whole seconds. */
    readonly creationTimestamp?: string | null;
  };
  readonly spec?: Node['spec'];
  /** A node that is registering may have no status yet. */
  readonly status?:
    | (Node['status'] & {
        readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null;
      })
    | null;
}
