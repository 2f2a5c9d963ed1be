/** Writes the file of src/core/scheduler that holds the assembled loops over rows. */
import { assemble } from './assembler.ts';
import { score } from './score.ts';
import { search } from './search.ts';

/** The text of src/core/scheduler/cache/row-kernel-code.ts. */
export function rowKernelFile(): string {
  const code = Buffer.from(assemble([search, score])).toString('base64');
  return [
    '/** Holds the assembled loops of release/row-kernel, because a start has no time to assemble them. Its test writes it. */',
    '',
    '/** A WebAssembly module, as base64. */',
    `export const ROW_KERNEL_CODE =\n  '${code}';`,
    '',
  ].join('\n');
}
