/** Lists the output formats in the order of help texts, error messages and docs. A new format is one file and one line here. */
import { csvFormat } from './csv.ts';
import { htmlFormat } from './html.ts';
import { jsonFormat } from './json.ts';
import { markdownFormat } from './markdown.ts';
import { isTextFormat, type OutputFormat, type TextFormat } from './output-format.ts';
import { parquetFormat } from './parquet.ts';
import { tableFormat } from './table.ts';
import { wideFormat } from './wide.ts';
import { yamlFormat } from './yaml.ts';

/** The first format is the default. */
export const OUTPUT_FORMATS: OutputFormat[] = [
  tableFormat,
  wideFormat,
  markdownFormat,
  htmlFormat,
  jsonFormat,
  yamlFormat,
  csvFormat,
  parquetFormat,
];

/** The formats of commands that have one table of their own: that table, and every format of plain data. */
export function dataFormats(): OutputFormat[] {
  return OUTPUT_FORMATS.filter((format) => format === tableFormat || hasData(format));
}

/** The formats of commands whose own table also has a wide form. */
export function dataFormatsWithWide(): OutputFormat[] {
  return OUTPUT_FORMATS.filter((format) => format === wideFormat || dataFormats().includes(format));
}

export function formatNames(formats: readonly OutputFormat[] = OUTPUT_FORMATS): string[] {
  return formats.map(({ name }) => name);
}

/** Renders plain data in a format, or as the command's own table if the format has none for data. */
export async function renderData(name: string, data: unknown, table: () => string): Promise<string> {
  const format = OUTPUT_FORMATS.find((each) => each.name === name);
  return format !== undefined && hasData(format) ? await format.data(data) : table();
}

function hasData(format: OutputFormat): format is TextFormat & Required<Pick<TextFormat, 'data'>> {
  return isTextFormat(format) && format.data !== undefined;
}
