/** Declares a part of a report as plain data, from which tables for terminals, Markdown and pages are made. */
import { type BlockTable, renderBlocks } from '../terminal/column-blocks.ts';
import { type Dress, wrapWords } from '../terminal/text-layout.ts';

export interface ReportSection {
  readonly title: string;
  readonly table: Pick<BlockTable, 'rowHead' | 'blocks' | 'rows'>;
  /** Sentences below the table. */
  readonly notes: readonly SectionNote[];
}

interface SectionNote {
  readonly text: string;
  /** It explains the columns. Default false. */
  readonly isLegend?: boolean;
}

/** @param width - columns of the terminal. */
export function sectionLines(section: ReportSection, width: number, dress: Dress): string[] {
  return [
    dress.title(section.title),
    ...renderBlocks({ ...section.table, width, dress }),
    ...section.notes.flatMap(({ text, isLegend = false }) => {
      const lines = wrapWords(text, width);
      return isLegend ? lines.map(dress.heads) : lines;
    }),
  ];
}
