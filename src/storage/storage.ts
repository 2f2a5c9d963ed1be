/** Declares the interface of a storage. Local files are one storage; another one is one file and one line in index.ts. */
/** Methods that can fail because of the user's files reject or throw UserError (exit code 2), in words that name the file. */
export interface Storage {
  /** Whether a path or URL names a file of this storage. */
  holds(path: string): boolean;
  /**
   * Yields the bytes of a file in order, in chunks of any size.
   *
   * @param end number of bytes to read from the start; default: all.
   */
  read(path: string, end?: number): AsyncIterable<Uint8Array>;
  /** Opens a file for reading at any position. */
  openReadable(path: string): Promise<ReadableFile>;
  /**
   * Opens a file that grows. With `after`, an existing file is cut to that many bytes and continued; without it the file is created.
   *
   * @throws {UserError} here or from the first `sync`, if a file must be created and already exists.
   */
  openAppend(path: string, options?: AppendOptions): AppendFile;
  /** Opens a file that appears in its place, complete, with `commit`, or never. */
  openAtomic(path: string, options?: AtomicFileOptions): AtomicFile;
  /** Creates a folder and its parents, if the storage has folders. */
  makeFolder(folder: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Names of the files in a folder, without the folder, in any order; empty if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Removes a file. Does nothing if it does not exist. */
  remove(path: string): Promise<void>;
}

/** A file that is read at any position. Its size is the size at opening. */
export interface ReadableFile {
  readonly size: number;
  /** Returns up to `length` bytes from `from` on; fewer only at the end of the file. */
  readAt(from: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface AppendOptions {
  /** Bytes of an existing file that are kept. Default: a new file. */
  readonly after?: number | undefined;
  /** Replace a file that exists. Default false. */
  readonly overwrite?: boolean | undefined;
}

/** A file that only grows. */
export interface AppendFile {
  /**
   * Adds bytes at the end. A storage may hold them back until `sync`.
   *
   * @throws {UserError} if the storage is full; the file then ends where the append before this one ended.
   */
  append(bytes: Uint8Array): void;
  /**
   * Resolves once all appended bytes survive a crash of the program and of the machine.
   *
   * @throws {UserError} if the storage failed; the file then ends where the last successful `sync` ended, and takes no more bytes.
   */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file that appears in its place when it is complete. */
export interface AtomicFile {
  /** Adds content at the end. A storage may hold it back until `commit`. */
  write(content: string | Uint8Array): void;
  /** Puts the file in its place. A second call does nothing. */
  commit(): Promise<void>;
  /** Removes everything written so far. Does nothing after `commit`. */
  discard(): void;
}

export interface AtomicFileOptions {
  /** Replace a file that exists. Default true. */
  readonly overwrite?: boolean;
  /** Only this user may read it. Default false. */
  readonly isPrivate?: boolean;
  /** A program that everyone may run. Default false. */
  readonly isExecutable?: boolean;
}
