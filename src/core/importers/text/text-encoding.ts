/** Decodes text in UTF-8 or UTF-16, with and without a byte order mark: PowerShell on Windows writes `>` in UTF-16. */

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** How many of the first characters decide; text of Kubernetes begins in ASCII. */
const DECIDING = 32;

/** By the byte order mark, else by where its first characters have their zero bytes. */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const pairs = Math.min(DECIDING, Math.floor(head.length / 2));
  let low = 0;
  let high = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const [one, other] = [head[2 * pair], head[2 * pair + 1]];
    if (one !== 0 && other === 0) low += 1;
    if (one === 0 && other !== 0) high += 1;
  }
  if (pairs < 2) return 'utf-8';
  if (low === pairs) return 'utf-16le';
  return high === pairs ? 'utf-16be' : 'utf-8';
}

/** A decoder for the text that begins with these bytes. It drops a byte order mark. */
export function decoderFor(head: Uint8Array): InstanceType<typeof TextDecoder> {
  return new TextDecoder(encodingOf(head));
}

/** The bytes as text, without a byte order mark. */
export function decodedText(bytes: Uint8Array): string {
  return decoderFor(bytes).decode(bytes);
}
