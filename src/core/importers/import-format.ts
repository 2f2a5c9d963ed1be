/** Declares what an import format is: how keg recognises it, what it contains, and how keg reads it. */
import type { Problem } from '../errors/problem.ts';
import type { PodOwner } from '../recording/pod-observation.ts';
import type { FileHead } from './file-kinds/file-head.ts';
import type { ImportHistory } from './history/import-history.ts';
import type { Place } from './objects/cluster-objects.ts';

export interface ImportFormat {
  /** The value of `--from`, also in the header of the recording (`source.from`). */
  readonly name: string;
  /** Completes "this is …", with its article. */
  readonly title: string;
  /** What the files are, for the table of the docs. */
  readonly files: string;
  /** How fine its times are and whose they are, for the table of the docs. */
  readonly times: string;
  /** What the files do not contain, for the table of the docs. */
  readonly missing: string;
  detect(head: FileHead): boolean;
  /** How many reports are held back to be put in the order of time; all of them where a source has no order. */
  readonly lookahead: number;
  /** How fine its times are, as a Go duration. */
  readonly resolution: string;
  /** Whether its objects carry Kubernetes' own stamps, which are whole seconds. */
  readonly hasStamps: boolean;
  /** How its files are cut into pieces, and the reader that takes them; it is loaded when it is opened. */
  readonly reading: Reading;
}

type Reading =
  | {
      /** Lines of JSON, in constant memory. */
      readonly by: 'json-lines';
      open(history: ImportHistory, context: ReadContext): Promise<RecordReader>;
    }
  | {
      /** JSON values in any layout, YAML documents or rows of CSV, put in the order of time over all files, in constant memory. */
      readonly by: 'values-in-time';
      open(history: ImportHistory, context: ReadContext): Promise<TimedReader>;
    }
  | {
      /** Documents of a YAML stream, one in memory at a time. */
      readonly by: 'yaml-documents';
      open(history: ImportHistory, context: ReadContext): Promise<RecordReader>;
    }
  | {
      /** Whole files, one after the other. */
      readonly by: 'whole-files';
      open(history: ImportHistory, context: ReadContext): Promise<FileReader>;
    };

export interface ReadContext {
  /** When a dump was taken, in microseconds since the Unix epoch; undefined: its latest stamp. */
  readonly moment: number | undefined;
  /** Of a dump: report its past, too. */
  readonly isWithHistory: boolean;
  /** The reader adds the controllers of controllers that the source contains, by uid. */
  readonly ownerOf: Map<string, PodOwner>;
}

export interface RecordReader {
  /** Takes the next record: a line's or a document's value. */
  take(value: unknown, place: Place): void;
  /** Whether a line can matter at all, decided before it is parsed. Default: every line. */
  concerns?(text: string): boolean;
  /** After the last record of the last file. @returns warnings. */
  end(): readonly Problem[];
}

export interface TimedReader extends RecordReader {
  /** The records in a value that count. */
  pick(value: unknown): readonly TimedRecord[];
  /** A line that is not JSON, or a value that is cut off. */
  other(): void;
  /** Whether a record has an identity of its own, so that an equal one is the same. */
  isOnce(record: unknown): boolean;
  /** A record that is the same as the one before. */
  repeated(): void;
}

/** A record and its time in microseconds since the Unix epoch. Records of one time are in the order of their texts. */
interface TimedRecord {
  readonly at: number;
  readonly record: unknown;
}

export interface FileReader {
  take(file: NamedBytes): void;
  /** After the last file. @returns warnings. */
  end(): readonly Problem[];
}

/** A file's content and the name that errors call it by. */
export interface NamedBytes {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Puts all reports in order, however many: for sources without an order. */
export const EVERYTHING = Number.POSITIVE_INFINITY;

/** A warning about a part of the input that the recording lacks. */
export function leftOut(message: string): Problem {
  return { code: 'left-out', severity: 'warning', message };
}

/** A reader of files that have nothing to do with each other. */
export function eachFile(read: (file: NamedBytes) => readonly Problem[]): FileReader {
  const problems: Problem[] = [];
  return {
    take: (file) => problems.push(...read(file)),
    end: () => problems,
  };
}
