/** Cuts a watch's bytes into its events: one JSON object a line. */

const LINE_END = 0x0a;
/** An object in etcd is 1.5 MB at most; as JSON no more than a few times that. */
const LONGEST_LINE = 32 * 1024 * 1024;

export interface EventLines {
  /** The whole lines that this chunk completes, blank ones left out. */
  push(chunk: Buffer): string[];
}

/** What is left when the stream ends is torn, and is never given: the server tells it again. */
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
