/** Declares the metadata of an object that scheduling reads: its name, its labels and its owners. */

export interface OwnerReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  /** True for the one owner that manages the object. */
  readonly controller?: boolean;
}

export interface ObjectMetadata {
  readonly name: string;
  /** Absent on objects without a namespace. */
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly ownerReferences?: readonly OwnerReference[] | null;
  /** RFC 3339. */
  readonly deletionTimestamp?: string | null;
}
