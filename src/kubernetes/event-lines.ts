/** Splits the bytes of a watch into its events: one JSON object per line. */

const LINE_END = 0x0a;
/** An object in etcd is at most 1.5 MB; as JSON it is a few times larger at most. */
const LONGEST_LINE = 32 * 1024 * 1024;

export interface EventLines {
  /** The lines that this chunk completes, without blank ones. */
  push(chunk: Buffer): string[];
}

/** An incomplete line at the end of the stream is dropped: the server sends that event again. */
export function createEventLines(): EventLines {
  let held: Buffer[] = [];
  let heldBytes = 0;
  return {
    push(chunk) {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
        const part = chunk.subarray(start, end);
        const line = held.length === 0 ? part.toString() : Buffer.concat([...held, part]).toString();
        if (line !== '' && line !== '\r') lines.push(line);
        held = [];
        heldBytes = 0;
        start = end + 1;
      }
      if (start < chunk.length) {
        held.push(chunk.subarray(start));
        heldBytes += chunk.length - start;
        if (heldBytes > LONGEST_LINE) throw new Error(`a line of more than ${LONGEST_LINE} bytes`);
      }
      return lines;
    },
  };
}
