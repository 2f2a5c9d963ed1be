/** Computes what an instance type of AWS offers from its name, for the families whose memory follows from their processors. */

interface InstanceShape {
  readonly cpu: number;
  /** As a Kubernetes quantity. */
  readonly memory: string;
}

/** GiB for each processor, by the first letter of the family (AWS's pages of instance types, 2025). */
const MEMORY: Readonly<Record<string, number>> = { c: 2, m: 4, t: 4, r: 8 };

/** The burstable sizes below large have two processors and less memory. */
const SMALL: Readonly<Record<string, InstanceShape>> = {
  nano: { cpu: 2, memory: '512Mi' },
  micro: { cpu: 2, memory: '1Gi' },
  small: { cpu: 2, memory: '2Gi' },
  medium: { cpu: 2, memory: '4Gi' },
};

/**
 * The whole machine. A kubelet keeps a part of it for itself, which is not taken off.
 *
 * @returns undefined for a type of another family or size.
 */
export function instanceShape(type: string): InstanceShape | undefined {
  const [, letter = '', size = ''] = /^([a-z])\d[a-z0-9-]*\.([a-z0-9]+)$/.exec(type) ?? [];
  const perProcessor = MEMORY[letter];
  if (perProcessor === undefined) return undefined;
  if (letter === 't' && SMALL[size]) return SMALL[size];
  const cpu = processorsOf(size);
  return cpu === undefined ? undefined : { cpu, memory: `${cpu * perProcessor}Gi` };
}

function processorsOf(size: string): number | undefined {
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const [, factor] = /^(\d*)xlarge$/.exec(size) ?? [];
  return factor === undefined ? undefined : 4 * Number(factor || 1);
}
