/** The fields of each kind of observation, from the table that writes and reads them. What they mean is written by people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../../../src/core/recording/observation-fields.ts';
import { ROOT } from '../pages.ts';
import { cellsOf, type GeneratedPart, markdownTable } from './generated-part.ts';

export const OBSERVATION_TABLE: GeneratedPart = {
  page: 'docs/reference/recording-format.md',
  name: 'observations',
  text: (now) => {
    const meanings = new Map(cellsOf(now).map(([kind = '', , meaning = '']) => [kind, meaning]));
    const rows = kinds().map((kind) => [
      `\`${kind}\``,
      fields(kind),
      meanings.get(`\`${kind}\``) ?? 'TO DESCRIBE',
    ]);
    return markdownTable(['kind', 'fields', 'meaning'], rows);
  },
};

function fields(kind: string): string {
  return (fieldsOf(kind) ?? [])
    .map(({ name, isOptional }) => (isOptional ? `_\`${name}\`_` : `\`${name}\``))
    .join(', ');
}

/** In the order of the table in the source. */
function kinds(): readonly string[] {
  const source = readFileSync(join(ROOT, 'src/core/recording/observation-fields.ts'), 'utf8');
  const table = /FIELD_TYPES[^=]*= \{\n([\s\S]*?)\n\};/.exec(source)?.[1] ?? '';
  return [...table.matchAll(/^ {2}'?([a-z-]+)'?: \{/gm)].map(([, kind = '']) => kind);
}
