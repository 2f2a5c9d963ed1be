/** Writes how true the fits of live recordings are, as rows of a Markdown table. */
import type { TruthFigure } from '../../../src/core/measure/truth.ts';
import type { MeasuredFit } from './measure-fit.ts';

const FIGURES = ['created', 'alive', 'alive p95', 'cpu', 'memory'];

/** Medians of fitted ÷ recorded, each with the range over the seeds. */
export function fitRow(
  title: string,
  { pods, minutes, figures, crashes }: MeasuredFit,
  seeds: number,
): string {
  const cells = FIGURES.map((name) => cell(figures.find((figure) => figure.name === name)));
  const row = [title, String(pods), minutes.toFixed(1), ...cells, `${crashes.length} of ${seeds}`];
  return `| ${row.join(' | ')} |`;
}

function cell(figure: TruthFigure | undefined): string {
  if (!figure?.fitted || !figure.recorded) return '–';
  const { recorded } = figure;
  const { median, low, high } = figure.fitted;
  const [middle, from, to] = [median, low, high].map((value) => (value / recorded).toFixed(2));
  return `${middle} (${from} to ${to})`;
}
