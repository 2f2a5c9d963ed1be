/** Lists what a recording may disclose, in the order of the table: one line for each kind. */

export interface DisclosureKind {
  /** For `--allow` and `-o json`. */
  readonly kind: string;
  readonly title: string;
  /** Whether it identifies a cluster, its owner or a person; the others are in every recording. */
  readonly isIdentifying: boolean;
}

export const DISCLOSURE_KINDS = [
  { kind: 'secrets', title: 'likely secrets', isIdentifying: true },
  { kind: 'ip-addresses', title: 'IP addresses', isIdentifying: true },
  { kind: 'mac-addresses', title: 'MAC addresses, also in uids', isIdentifying: true },
  { kind: 'host-names', title: 'host names', isIdentifying: true },
  { kind: 'uids', title: 'uids of the API server', isIdentifying: true },
  { kind: 'pods', title: 'names of pods', isIdentifying: true },
  { kind: 'nodes', title: 'names of nodes', isIdentifying: true },
  { kind: 'namespaces', title: 'namespaces', isIdentifying: true },
  { kind: 'owners', title: 'names of owners', isIdentifying: true },
  { kind: 'owner-kinds', title: 'kinds of owners', isIdentifying: true },
  { kind: 'containers', title: 'names of containers', isIdentifying: true },
  { kind: 'pools', title: 'node pools', isIdentifying: true },
  { kind: 'objects', title: 'names of other objects', isIdentifying: true },
  { kind: 'label-keys', title: 'keys of labels and taints', isIdentifying: true },
  { kind: 'label-values', title: 'values of labels and taints', isIdentifying: true },
  { kind: 'images', title: 'images', isIdentifying: true },
  { kind: 'registries', title: 'image registries', isIdentifying: true },
  { kind: 'resources', title: 'names of own resources', isIdentifying: true },
  { kind: 'messages', title: 'messages with other words', isIdentifying: true },
  { kind: 'reasons', title: 'reasons of others', isIdentifying: true },
  { kind: 'selection', title: 'what was selected or played', isIdentifying: true },
  { kind: 'other-text', title: 'other text', isIdentifying: true },
  { kind: 'times', title: 'times of day', isIdentifying: false },
  { kind: 'recording-name', title: 'the name of the recording', isIdentifying: false },
  { kind: 'versions', title: 'versions', isIdentifying: false },
  { kind: 'public-labels', title: 'labels of Kubernetes and clouds', isIdentifying: false },
  { kind: 'pseudonyms', title: 'pseudonyms', isIdentifying: false },
] as const satisfies readonly DisclosureKind[];

export type DisclosureName = (typeof DISCLOSURE_KINDS)[number]['kind'];
