/** Puts a page together: one HTML file with its scripts, styles and data, which the browser keeps from the network. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { escapeText } from './html-text.ts';
import { type PageFile, pageText } from './page-text.ts';

export interface PageParts {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** What the scripts draw: plain data. */
  readonly data: unknown;
  /** In order. They share one scope, in which `data` is. */
  readonly scripts: readonly PageFile[];
}

/** The data is compressed and in base64, so that no name in it can end the element that contains it. */
export function htmlPage({ title, body, data, scripts }: PageParts): string {
  const script = `${pageText('uplot.js')}\n(async()=>{'use strict';${pageText('data.js')}const data=await readData();${scripts.map(pageText).join('\n')}})();`;
  const hash = createHash('sha256').update(script).digest('base64');
  const packed = deflateRawSync(JSON.stringify(data), { level: 9 }).toString('base64');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${hash}'">
<title>${escapeText(title)}</title><link rel="icon" href="data:,">
<style>${pageText('uplot.css')}${pageText('page.css')}</style></head><body>
${body}
<script id="data" type="application/octet-stream">${packed}</script>
<script>${script}</script>
</body></html>
`;
}
