/** Declares what an export format is: what its files are and lack, and how changes of objects become their content. */
import type { Node } from '../objects/node.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';

/** A node or pod that comes, changes or goes. */
export type ExportedChange =
  | { readonly at: Microseconds; readonly method: 'create' | 'update'; readonly object: ExportedObject }
  | { readonly at: Microseconds; readonly method: 'delete'; readonly object: ExportedObject };

/** As an API server takes it. */
export interface ExportedObject {
  readonly apiVersion: 'v1';
  readonly kind: 'Namespace' | 'Node' | 'Pod';
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Node['spec'] | PodTemplate['spec'];
  readonly status?: Node['status'];
}

export interface ExportFormat {
  /** The value of `--to`. */
  readonly name: string;
  /** What the file is, for the table of the docs. */
  readonly files: string;
  /** How fine its times are. */
  readonly times: string;
  /** What it cannot contain, for the table of the docs. */
  readonly missing: string;
  /** @param start of the recording, RFC 3339. */
  open(start: string): Exporter;
}

export interface Exporter {
  /** Takes the next change, in order of time. @returns what to write. */
  change(change: ExportedChange): string;
  /** @returns what to write at the end. */
  end(): string | Promise<Uint8Array>;
}
