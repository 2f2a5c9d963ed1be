/** Reads `--reference-pod`: the pod that the figures of fragmentation fit into free room. */
import { UserError } from '../../core/errors/user-error.ts';
import type { ReferencePod } from '../../core/measure/free-room.ts';
import { billionths, parseQuantity, QuantityError } from '../../core/objects/quantity.ts';

const FORM = /^cpu=([^,=]+),memory=([^,=]+)$/;
const NANOCORES = 1e6;

/**
 * Fractions of millicores count, because a mean has them.
 *
 * @throws {UserError} (usage) for anything but `cpu=QUANTITY,memory=QUANTITY`, both above 0.
 */
export function readReferencePod(value: string | undefined): ReferencePod | undefined {
  if (value === undefined) return undefined;
  const [, cpu = '', memory = ''] = FORM.exec(value) ?? [];
  const pod = amountsOf(cpu, memory);
  if (pod && pod.cpu > 0 && pod.memory > 0) return pod;
  throw new UserError(`--reference-pod ${value} is no pod`, {
    next: 'write for example --reference-pod cpu=903.79m,memory=446.06Mi',
  });
}

function amountsOf(cpu: string, memory: string): ReferencePod | undefined {
  try {
    return { cpu: billionths(cpu) / NANOCORES, memory: parseQuantity(memory) };
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
