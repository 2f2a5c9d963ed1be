/** The part of a Node object, as API servers give it, that observations are made from; heartbeats and images are passed over. */
import type { Node } from '../objects/node.ts';

export interface NodeObject {
  readonly metadata: Node['metadata'] & {
    readonly uid: string;
    /** RFC 3339, whole seconds. */
    readonly creationTimestamp?: string | null;
  };
  readonly spec?: Node['spec'];
  /** A node that registers itself may have none yet. */
  readonly status?:
    | (Node['status'] & {
        readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null;
      })
    | null;
}
