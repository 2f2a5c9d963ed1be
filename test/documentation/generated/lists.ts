/** Tables of the open lists: problem codes, formats, targets, families, kinds of objects, plugins. */
import type { z } from 'zod';
import { FAMILIES } from '../../../src/core/distributions/families/index.ts';
import { PROBLEM_CODES } from '../../../src/core/errors/problem-codes.ts';
import { EXPORT_FORMATS } from '../../../src/core/exporters/export-formats.ts';
import { IMPORT_FORMATS } from '../../../src/core/importers/import-formats.ts';
import { OBJECT_KINDS } from '../../../src/core/objects/object-kinds.ts';
import { dataFormats, OUTPUT_FORMATS } from '../../../src/render/formats/index.ts';
import { TARGETS } from '../../../src/targets/index.ts';
import { type GeneratedPart, markdownTable } from './generated-part.ts';

export const LIST_TABLES: readonly GeneratedPart[] = [
  {
    page: 'docs/reference/problem-codes.md',
    name: 'problem codes',
    text: () =>
      markdownTable(
        ['code', 'meaning'],
        Object.entries(PROBLEM_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
      ),
  },
  {
    page: 'docs/reference/exporters.md',
    name: 'export formats',
    text: () => markdownTable(['format', 'file', 'times', 'what it lacks'], EXPORT_FORMATS.map(formatRow)),
  },
  {
    page: 'docs/reference/importers.md',
    name: 'import formats',
    text: () => markdownTable(['format', 'files', 'times', 'what they lack'], IMPORT_FORMATS.map(formatRow)),
  },
  {
    page: 'docs/reference/output-formats.md',
    name: 'output formats',
    text: () =>
      markdownTable(
        ['format', 'what it prints', 'other data'],
        OUTPUT_FORMATS.map(({ name, summary }) => {
          const isForData = dataFormats().some((format) => format.name === name) && name !== 'table';
          return [`\`${name}\``, summary, isForData ? '✓' : ''];
        }),
      ),
  },
  {
    page: 'docs/reference/targets.md',
    name: 'targets',
    text: () =>
      markdownTable(
        ['target', 'clock', 'what it is', 'its own flags'],
        TARGETS.map(({ name, clock, summary, flags }, index) => {
          const own = flags.map((flag) => `\`--${flag.name}\``).join(' ') || 'none';
          return [`\`${name}\`${index === 0 ? ' (default)' : ''}`, clock, summary, own];
        }),
      ),
  },
  {
    page: 'docs/reference/scenario-objects.md',
    name: 'object kinds',
    text: () =>
      markdownTable(['kind', 'apiVersion', 'in a namespace', 'what decides'], OBJECT_KINDS.map(kindRow)),
  },
  {
    page: 'docs/reference/distributions.md',
    name: 'distributions',
    text: () =>
      markdownTable(
        ['type', 'parameters', 'meaning', 'candidates'],
        Object.values(FAMILIES).map((family) => [
          `\`${family.name}\``,
          parametersOf(family.schema),
          family.summary,
          candidatesOf(family),
        ]),
      ),
  },
];

interface Format {
  readonly name: string;
  readonly files: string;
  readonly times: string;
  readonly missing: string;
}

function formatRow({ name, files, times, missing }: Format): readonly string[] {
  return [`\`${name}\``, files, times, missing];
}

function kindRow(each: (typeof OBJECT_KINDS)[number]): readonly string[] {
  const { kind, apiVersion, isNamespaced, hasDecidingLabels, annotations = [], fields } = each;
  const labels = hasDecidingLabels ? ['`metadata.labels`'] : [];
  const noted = annotations.map((name) => `annotation \`${name}\``);
  const decides = [...labels, ...fields.map((field) => `\`${field}\``), ...noted].join(', ');
  return [`\`${kind}\``, `\`${apiVersion}\``, isNamespaced ? 'yes' : 'no', decides];
}

function parametersOf(schema: z.ZodObject): string {
  return Object.entries(schema.shape)
    .filter(([key]) => key !== 'type')
    .map(([key, value]) => {
      const { type } = (value as z.ZodType).def;
      if (type === 'optional') return `[\`${key}\`]`;
      return type === 'array' ? itemsOf(key, value as z.ZodArray) : `\`${key}\``;
    })
    .join(', ');
}

function itemsOf(key: string, list: z.ZodArray): string {
  const { shape } = list.element as z.ZodObject;
  return `\`${key}: [{${Object.keys(shape).join(', ')}}]\``;
}

function candidatesOf(family: (typeof FAMILIES)[keyof typeof FAMILIES]): string {
  if (!('fitting' in family)) return '';
  return family.fitting.candidates
    .map(({ name, isOptional }) => (isOptional ? `[\`${name}\`]` : `\`${name}\``))
    .join(', ');
}
