/** Defines what the plain reader of YAML returns: plain data, and the place of each value in its text. */
import type { SourcePosition } from '../../errors/user-error.ts';

export type WrittenValue =
  | null
  | boolean
  | number
  | string
  | WrittenValue[]
  | { [key: string]: WrittenValue };
export type WrittenMap = { [key: string]: WrittenValue };

/** From the document down to a value. */
export type PlacePath = readonly PropertyKey[];

export interface WrittenDocument {
  readonly file: string;
  readonly data: WrittenValue;
  /** Position of the value at a path, or of the nearest parent that exists. */
  positionOf(path: PlacePath): SourcePosition;
  /** Position of the last key of a path. */
  keyPositionOf(path: PlacePath): SourcePosition;
}
