/** Writes WebAssembly by names, because the scheduler's loops over nodes need its vectors and no compiler is at hand. */

/** Bytes, nested as the code is. */
export type Code = readonly (number | Code)[];
type ValueType = 'i32' | 'f64' | 'vector';

export interface WrittenFunction {
  readonly name: string;
  readonly parameters: Readonly<Record<string, ValueType>>;
  readonly locals: Readonly<Record<string, ValueType>>;
  readonly body: (at: Names) => Code;
  /** Of type i32. */
  readonly result: boolean;
}

/** The parameters and locals of a function by name. */
interface Names {
  get(name: string): Code;
  set(name: string, value: Code): Code;
  /** Sets it, and is its value. */
  tee(name: string, value: Code): Code;
}

const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, vector: 0x7b };

/** The operations by their names in the specification; `two` are the vectors of two doubles. */
const simple =
  (...code: number[]) =>
  (...operands: Code[]): Code => [...operands, ...code];
const vectors = (code: number) => simple(0xfd, ...unsigned(code));

export const i32 = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: simple(0x6a),
  subtract: simple(0x6b),
  and: simple(0x71),
  shiftLeft: simple(0x74),
  shiftRight: simple(0x76),
  isZero: simple(0x45),
  equals: simple(0x46),
  isBelow: simple(0x49),
  load: (address: Code, offset = 0): Code => [address, 0x28, 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [address, value, 0x36, 2, ...unsigned(offset)],
};

export const f64 = {
  of: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  load: (address: Code, offset = 0): Code => [address, 0x2b, 3, ...unsigned(offset)],
  isAtLeast: simple(0x66),
};

export const two = {
  /** Both are the same double. */
  both: vectors(0x14),
  of: (first: Code, second: Code): Code => [first, ...vectors(0x14)(), second, 0xfd, 0x22, 1],
  load: (address: Code, offset = 0): Code => [address, 0xfd, 0x00, 3, ...unsigned(offset)],
  store: (address: Code, value: Code): Code => [address, value, 0xfd, 0x0b, 3, 0],
  /** One double from each of two places, with the same offset. */
  gather: (address: Code, other: Code, offset: number): Code => [
    ...[other, address, 0xfd, 0x5d, 3, ...unsigned(offset)],
    ...[0xfd, 0x57, 3, ...unsigned(offset), 1],
  ],
  /** The first doubles of two vectors, or the second ones. */
  firsts: (one: Code, other: Code): Code => [one, other, 0xfd, 0x0d, ...bytesOf(0), ...bytesOf(16)],
  seconds: (one: Code, other: Code): Code => [one, other, 0xfd, 0x0d, ...bytesOf(8), ...bytesOf(24)],
  add: vectors(0xf0),
  subtract: vectors(0xf1),
  multiply: vectors(0xf2),
  divide: vectors(0xf3),
  absolute: vectors(0xec),
  truncate: vectors(0x7a),
  equals: vectors(0x47),
  isAtLeast: vectors(0x4c),
  and: vectors(0x4e),
  allTrue: vectors(0xc3),
  /** Bit 0 for the first double, bit 1 for the second. */
  bits: vectors(0xc4),
};

export const flow = {
  block: (...body: Code[]): Code => [0x02, 0x40, ...body, 0x0b],
  loop: (...body: Code[]): Code => [0x03, 0x40, ...body, 0x0b],
  when: (condition: Code, body: Code, otherwise?: Code): Code => [
    ...[condition, 0x04, 0x40, body],
    ...(otherwise ? [0x05, otherwise] : []),
    0x0b,
  ],
  /** To the end of a block, or to the begin of a loop. Levels count from the innermost one, which is 0. */
  leave: (levels: number): Code => [0x0c, levels],
  leaveIf: (condition: Code, levels: number): Code => [condition, 0x0d, levels],
};

/** A module with these functions. It imports its memory as `rows.memory`. */
export function assemble(functions: readonly WrittenFunction[]): Uint8Array {
  return Uint8Array.from(
    flat([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(
        1,
        functions.map(({ parameters, result }) => [
          ...[0x60, list(Object.values(parameters).map((type) => [TYPES[type]]))],
          list(result ? [[TYPES.i32]] : []),
        ]),
      ),
      section(2, [[text('rows'), text('memory'), 2, 0, 1]]),
      section(
        3,
        functions.map((_, index) => unsigned(index)),
      ),
      section(
        7,
        functions.map(({ name }, index) => [text(name), 0, ...unsigned(index)]),
      ),
      section(10, functions.map(bodyOf)),
    ]),
  );
}

function bodyOf({ parameters, locals, body }: WrittenFunction): Code {
  const names = [...Object.keys(parameters), ...Object.keys(locals)];
  const index = (name: string) => {
    if (!names.includes(name)) throw new Error(`No parameter or local is called ${name}.`);
    return unsigned(names.indexOf(name));
  };
  const code = body({
    get: (name) => [0x20, ...index(name)],
    set: (name, value) => [value, 0x21, ...index(name)],
    tee: (name, value) => [value, 0x22, ...index(name)],
  });
  const whole = flat([list(Object.values(locals).map((type) => [1, TYPES[type]])), code, 0x0b]);
  return [...unsigned(whole.length), ...whole];
}

function section(id: number, items: readonly Code[]): Code {
  const content = flat(list(items));
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items];
}

function text(name: string): Code {
  const bytes = [...new TextEncoder().encode(name)];
  return [...unsigned(bytes.length), ...bytes];
}

function flat(code: Code): number[] {
  return code.flatMap((each) => (typeof each === 'number' ? [each] : flat(each)));
}

function bytesOf(first: number): number[] {
  return Array.from({ length: 8 }, (_, i) => first + i);
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
