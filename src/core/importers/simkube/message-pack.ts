/** Reads MessagePack (github.com/msgpack/msgpack/blob/master/spec.md): all that a SimKube trace can hold, keys of any kind included. */
import { UserError } from '../../errors/user-error.ts';

/** Maps have text as keys: a key of another kind becomes its JSON. Integers beyond 2^53 lose their last digits. */
export type Packed =
  | null
  | boolean
  | number
  | string
  | readonly Packed[]
  | { readonly [key: string]: Packed };

/** Deeper than any Kubernetes object; a hostile file must not exhaust the stack. */
const DEEPEST = 200;

/**
 * @throws {UserError} for what is no MessagePack, is cut short or goes on after its value.
 */
export function readMessagePack(bytes: Uint8Array, file: string): Packed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let at = 0;

  const refuse = (what: string) => {
    return new UserError(`${what} at byte ${at}: this is no whole MessagePack file`, { position: { file } });
  };

  function advance(length: number): number {
    if (at + length > bytes.length) throw refuse('the file ends too early');
    const from = at;
    at += length;
    return from;
  }

  /** Big-endian, unsigned. */
  function unsigned(length: 1 | 2 | 4 | 8): number {
    const from = advance(length);
    if (length === 1) return view.getUint8(from);
    if (length === 2) return view.getUint16(from);
    return length === 4 ? view.getUint32(from) : Number(view.getBigUint64(from));
  }

  function signed(length: 1 | 2 | 4 | 8): number {
    const from = advance(length);
    if (length === 1) return view.getInt8(from);
    if (length === 2) return view.getInt16(from);
    return length === 4 ? view.getInt32(from) : Number(view.getBigInt64(from));
  }

  function text(length: number): string {
    const from = advance(length);
    return decoder.decode(bytes.subarray(from, from + length));
  }

  function list(length: number, depth: number): Packed[] {
    const items: Packed[] = [];
    for (let index = 0; index < length; index += 1) items.push(value(depth + 1));
    return items;
  }

  function map(length: number, depth: number): Packed {
    const entries: [string, Packed][] = [];
    for (let index = 0; index < length; index += 1) {
      const key = value(depth + 1);
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), value(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  function value(depth: number): Packed {
    if (depth > DEEPEST) throw refuse(`more than ${DEEPEST} levels`);
    const head = unsigned(1);
    if (head < 0x80) return head;
    if (head < 0x90) return map(head & 0x0f, depth);
    if (head < 0xa0) return list(head & 0x0f, depth);
    if (head < 0xc0) return text(head & 0x1f);
    if (head >= 0xe0) return head - 0x100;
    const long = longValue(head, depth);
    if (long === undefined) throw refuse(`the type 0x${head.toString(16)}`);
    return long;
  }

  function longValue(head: number, depth: number): Packed | undefined {
    switch (head) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xd9:
        return text(unsigned(1));
      case 0xc5:
      case 0xda:
        return text(unsigned(2));
      case 0xc6:
      case 0xdb:
        return text(unsigned(4));
      case 0xca:
        return view.getFloat32(advance(4));
      case 0xcb:
        return view.getFloat64(advance(8));
      case 0xcc:
        return unsigned(1);
      case 0xcd:
        return unsigned(2);
      case 0xce:
        return unsigned(4);
      case 0xcf:
        return unsigned(8);
      case 0xd0:
        return signed(1);
      case 0xd1:
        return signed(2);
      case 0xd2:
        return signed(4);
      case 0xd3:
        return signed(8);
      case 0xdc:
        return list(unsigned(2), depth);
      case 0xdd:
        return list(unsigned(4), depth);
      case 0xde:
        return map(unsigned(2), depth);
      case 0xdf:
        return map(unsigned(4), depth);
      default:
        return undefined;
    }
  }

  const result = value(0);
  if (at < bytes.length) throw refuse('something follows the value');
  return result;
}
