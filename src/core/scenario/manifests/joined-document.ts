/** Joins parts of several files to one document, so that the problems of a scenario made of them have their own places. */
import type { Path, PositionedDocument } from '../positioned-yaml.ts';

/** A part of a document. */
export interface DocumentPart {
  readonly document: PositionedDocument;
  /** Where the part is in its document. */
  readonly path: Path;
}

/**
 * One document whose paths begin with the key of a part. Other paths are at the start of `file`.
 *
 * @param parts by their keys.
 */
export function joinedDocument(
  file: string,
  parts: ReadonlyMap<PropertyKey, DocumentPart>,
): PositionedDocument {
  const start = { file, line: 1, column: 1 };
  return {
    file,
    data: null,
    positionOf([key, ...path]) {
      const part = key === undefined ? undefined : parts.get(key);
      return part?.document.positionOf([...part.path, ...path]) ?? start;
    },
    keyPositionOf([key, ...path]) {
      const part = key === undefined ? undefined : parts.get(key);
      return part?.document.keyPositionOf([...part.path, ...path]) ?? start;
    },
  };
}
