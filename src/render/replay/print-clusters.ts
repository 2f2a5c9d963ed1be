/** Prints replays on several clusters side by side: the first one is what the others are compared with. */
import { type ClusterFigures, compareVariants } from '../../core/comparing/comparison.ts';
import { scalarFigures } from '../../core/measure/scalar-figures.ts';
import { printComparison } from '../compare/print-comparison.ts';
import type { Breakdown } from '../report/breakdowns.ts';

/** @param format - the name of one that shows a comparison. */
export async function printClusters(
  clusters: readonly ClusterFigures[],
  { format, by, file }: { readonly format: string; readonly by: Breakdown; readonly file: string },
): Promise<void> {
  const grouping = by === 'pool' || by === 'node' ? undefined : by;
  const variants = clusters.map(({ context, figures }) => ({
    name: context,
    file,
    settings: `--context ${context}`,
    seeds: [figures.recording.source.seed ?? 1],
    reports: [scalarFigures(figures, { by: grouping })],
  }));
  await printComparison({ ...compareVariants(variants), clusters }, format, []);
}
