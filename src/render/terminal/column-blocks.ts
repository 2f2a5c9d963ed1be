/** Lays out tables that fit the terminal. Columns come in blocks: side by side if there is room, otherwise one below the other. */
import { gridLines } from './plain-table.ts';
import { type Dress, truncateName, truncateText } from './text-layout.ts';

interface BlockColumn {
  readonly head: string;
  /** If one block alone is too wide, the column with the highest number is left out first. Columns without a number always stay. */
  readonly optional?: number;
}

export interface ColumnBlock {
  /** Written above the block's columns. */
  readonly title?: string;
  readonly columns: readonly BlockColumn[];
}

/** A row has a name, and cells for each block. A row without cells is a subheading. */
export interface BlockRow {
  readonly name: string;
  readonly cells: readonly (readonly string[])[] | null;
}

export interface BlockTable {
  readonly rowHead: string;
  readonly blocks: readonly ColumnBlock[];
  readonly rows: readonly BlockRow[];
  readonly width: number;
  readonly dress: Dress;
}

const GAP = 2;
const SHORTEST_NAME = 12;
/** The largest share of the width that names may take. */
const NAME_SHARE = 0.4;

/** The lines of one table, or of several tables with an empty line between them. */
export function renderBlocks(table: BlockTable): string[] {
  const longestName = Math.max(
    table.rowHead.length,
    ...table.rows.map(({ name, cells }) => (cells ? [...name].length : 0)),
  );
  const nameWidth = Math.min(longestName, Math.floor(table.width * NAME_SHARE));
  const lines: string[] = [];
  for (const group of groupBlocks(table, nameWidth)) {
    if (lines.length > 0) lines.push('');
    lines.push(...renderGroup(table, nameWidth, group));
  }
  return lines;
}

interface ShownColumn {
  readonly block: number;
  readonly column: number;
  readonly head: string;
  readonly width: number;
}

/** Fills each table with as many whole blocks as fit. Only a block that is alone in its table loses optional columns. */
function groupBlocks(table: BlockTable, nameWidth: number): ShownColumn[][] {
  const room = table.width - nameWidth;
  const groups: ShownColumn[][] = [];
  let current: ShownColumn[] = [];
  table.blocks.forEach((block, number) => {
    const columns = roomForTitle(
      block,
      block.columns.map(({ head }, column) => ({
        block: number,
        column,
        head,
        width: columnWidth(table, number, column, head),
      })),
    );
    if (current.length > 0 && widthOf(current) + widthOf(columns) > room) {
      groups.push(current);
      current = [];
    }
    current = current.length === 0 ? dropOptional(block, columns, room) : [...current, ...columns];
  });
  if (current.length > 0) groups.push(current);
  return groups;
}

/** Widens the first column until the title of the block fits. */
function roomForTitle(block: ColumnBlock, columns: ShownColumn[]): ShownColumn[] {
  const missing = [...(block.title ?? '')].length - (widthOf(columns) - GAP);
  if (missing <= 0) return columns;
  return columns.map((column, number) =>
    number === 0 ? { ...column, width: column.width + missing } : column,
  );
}

function columnWidth(table: BlockTable, block: number, column: number, head: string): number {
  return Math.max(
    head.length,
    ...table.rows.map(({ cells }) => [...(cells?.[block]?.[column] ?? '')].length),
  );
}

function widthOf(columns: readonly ShownColumn[]): number {
  return columns.reduce((sum, { width }) => sum + GAP + width, 0);
}

function dropOptional(block: ColumnBlock, columns: ShownColumn[], room: number): ShownColumn[] {
  let kept = columns;
  const order = block.columns
    .map(({ optional }, column) => ({ optional, column }))
    .filter(({ optional }) => optional !== undefined)
    .sort((a, b) => (b.optional ?? 0) - (a.optional ?? 0));
  for (const { column } of order) {
    if (widthOf(kept) <= room) break;
    kept = kept.filter((shown) => shown.column !== column);
  }
  return kept;
}

function renderGroup(table: BlockTable, nameWidth: number, columns: readonly ShownColumn[]): string[] {
  const nameRoom = Math.min(nameWidth, Math.max(SHORTEST_NAME, table.width - widthOf(columns)));
  const rows = table.rows.flatMap(({ name, cells }) =>
    cells === null
      ? []
      : [[truncateName(name, nameRoom), ...columns.map(({ block, column }) => cells[block]?.[column] ?? '')]],
  );
  const heads = [truncateText(table.rowHead, nameRoom), ...columns.map(({ head }) => head)];
  const [headLine = '', ...rowLines] = gridLines(
    [heads, ...rows],
    [
      { align: 'left', width: nameRoom },
      ...columns.map(({ width }) => ({ align: 'right', width: GAP + width }) as const),
    ],
  );
  // A subheading may be wider than the columns below it.
  const lines = table.rows.map(({ name, cells }) =>
    cells === null ? truncateText(name, table.width) : rowLines.shift()!,
  );
  const titles = table.blocks.some(({ title }) => title) ? [titleLine(table, nameRoom, columns)] : [];
  return [...[...titles, headLine].map((line) => table.dress.heads(line.trimEnd())), ...lines];
}

function titleLine(table: BlockTable, nameRoom: number, columns: readonly ShownColumn[]): string {
  const titles = Array.from(new Set(columns.map(({ block }) => block)), (block) => {
    const room = widthOf(columns.filter((column) => column.block === block)) - GAP;
    return ' '.repeat(GAP) + ruled(table.blocks[block]?.title, room);
  });
  return ' '.repeat(nameRoom) + titles.join('');
}

/** Centres the title in a rule that spans its columns. */
function ruled(title: string | undefined, room: number): string {
  if (!title) return ' '.repeat(room);
  const text = truncateText(title, room);
  const rule = room - [...text].length - 2;
  if (rule < 2) return text.padStart(room);
  const left = Math.floor(rule / 2);
  return `${'─'.repeat(left)} ${text} ${'─'.repeat(rule - left)}`;
}
