/** Renders figures as tables for people. */
import type { Figures, PodGroups } from '../../core/measure/figures.ts';
import { dressFor } from '../terminal/text-layout.ts';
import type { Breakdown } from './breakdowns.ts';
import { fragmentationSection } from './fragmentation-section.ts';
import { jobSection } from './job-section.ts';
import { nodeSection } from './node-section.ts';
import { overTimeLines } from './over-time-section.ts';
import { podGroupSection } from './pod-group-section.ts';
import { replicaSection } from './replica-section.ts';
import { type ReportSection, sectionLines } from './report-section.ts';
import { scalingSection } from './scaling-section.ts';
import { summaryLines } from './summary-section.ts';
import { utilisationSection } from './utilisation-section.ts';
import { waitingSection } from './waiting-section.ts';

export interface TableOptions {
  /** Columns of the terminal. No line is wider, if there are at least 72. */
  readonly width: number;
  /** Default pool. */
  readonly by?: Breakdown;
  /** `-o wide`: more rows, and also resources that no pod requested. */
  readonly wide?: boolean;
  /** Bold titles, dim heads. Default false. */
  readonly colour?: boolean;
}

/** A narrower terminal wraps lines by itself. */
const NARROWEST = 72;

/** -o wide shows the pods of each node pool too. */
function groupingsOf(by: Breakdown, wide: boolean): (keyof PodGroups)[] {
  if (by === 'pool' || by === 'node' || by === 'fragmentation') return wide ? ['pool'] : [];
  return [by];
}

/** The report as text, ending with a line break. */
export function renderTable(figures: Figures, options: TableOptions): string {
  const { by = 'pool', wide = false, colour = false } = options;
  const width = Math.max(NARROWEST, options.width);
  const dress = dressFor(colour);
  const sections = [
    summaryLines(figures, width),
    ...reportSections(figures, { by, wide }).map((section) => sectionLines(section, width, dress)),
    overTimeLines(figures, width, dress),
  ].filter((lines) => lines.length > 0);
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The parts of a report that are tables of columns, in order. */
export function reportSections(
  figures: Figures,
  { by, wide }: { readonly by: Breakdown; readonly wide: boolean },
): ReportSection[] {
  const hasNodes = by === 'node' && figures.pods.unplaced < Math.max(1, figures.pods.bound);
  const replicas = by === 'workload' ? replicaSection(figures, wide) : undefined;
  return [
    utilisationSection(figures, wide),
    ...(hasNodes ? [nodeSection(figures, wide)] : []),
    ...(figures.scaling ? [scalingSection(figures.scaling)] : []),
    waitingSection(figures),
    ...groupingsOf(by, wide).flatMap((each) => podGroupSection(figures.podGroups, each, wide) ?? []),
    ...(replicas ? [replicas] : []),
    ...(by === 'workload' && figures.jobs ? [jobSection(figures.jobs)] : []),
    ...(by === 'fragmentation' && figures.fragmentation ? [fragmentationSection(figures.fragmentation)] : []),
  ];
}
