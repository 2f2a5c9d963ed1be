/** Reads a MessagePack file as plain data, and refuses one that is broken or too deep for the code that reads the data. */
import { DecodeError, Decoder } from '@msgpack/msgpack';
import { UserError } from '../../errors/user-error.ts';

/** Maps have text as keys: a key of another kind becomes its JSON. Integers beyond 2^53 lose their last digits. */
export type Packed =
  | null
  | boolean
  | number
  | string
  | readonly Packed[]
  | { readonly [key: string]: Packed };

/** Deeper than any Kubernetes object; the readers of the data recurse, and a hostile file must not exhaust their stack. */
const DEEPEST = 200;

/** @throws {UserError} for a file that is not MessagePack, is cut short, continues after its value, is too deep or has extension types. */
export function readMessagePack(bytes: Uint8Array, file: string): Packed {
  try {
    return boundedDecoder(bytes.length).decode(bytes) as Packed;
  } catch (error) {
    if (error instanceof RangeError || error instanceof DecodeError) {
      throw new UserError(`this is not a whole MessagePack file: ${error.message}`, {
        position: { file },
        next: 'copy the trace again, or export it anew with skctl export',
      });
    }
    throw error;
  }
}

/**
 * What the decoder does when a list or map begins. It is a private part of @msgpack/msgpack 3.1.3, which has no limit of depth: without one a
 * file of 20 MB takes 3 GB and 47 s. The test of deep files fails if a new version works otherwise.
 */
interface DecoderSteps {
  readonly stack: { readonly length: number };
  pushArrayState(size: number): void;
  pushMapState(size: number): void;
}

/** @param most length of a list or map. An item takes a byte or more, so a larger length is wrong; the decoder would reserve memory for it. */
function boundedDecoder(most: number): Decoder {
  const decoder = new Decoder({
    maxArrayLength: most,
    maxMapLength: most,
    mapKeyConverter: (key) => (typeof key === 'string' ? key : (JSON.stringify(key) ?? '')),
    extensionCodec: { tryToEncode: () => null, decode: refuseExtension },
  });
  const steps = decoder as unknown as DecoderSteps;
  for (const step of ['pushArrayState', 'pushMapState'] as const) {
    const push = steps[step].bind(decoder);
    steps[step] = (size) => {
      if (steps.stack.length >= DEEPEST) throw new DecodeError(`it has more than ${DEEPEST} levels`);
      push(size);
    };
  }
  return decoder;
}

function refuseExtension(): never {
  throw new DecodeError('it has extension types');
}
