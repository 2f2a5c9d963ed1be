/** Reads the scripts and styles of pages from their files. A bundle contains them instead: see release/bundled/page-text.cjs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Files of this folder, and those of uPlot. */
const UPLOT = {
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
} as const;

export type PageFile = keyof typeof UPLOT | `${string}.js` | `${string}.css`;

export function pageText(file: PageFile): string {
  const isUplot = file === 'uplot.js' || file === 'uplot.css';
  const path = isUplot
    ? createRequire(import.meta.url).resolve(UPLOT[file])
    : join(import.meta.dirname, 'page', file);
  return readFileSync(path, 'utf8');
}
