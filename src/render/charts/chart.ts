/** Draws a chart as SVG: a frame with ticks, and lines, bands, dots and bars in it. */
import { escapeText } from '../html/html-text.ts';
import { type Scale, tickText } from './scale.ts';

export type Point = readonly [x: number, y: number];

type Layer =
  | {
      readonly kind: 'line' | 'steps' | 'dots';
      readonly className: string;
      readonly points: readonly Point[];
    }
  | {
      readonly kind: 'band';
      readonly className: string;
      readonly upper: readonly Point[];
      readonly lower: readonly Point[];
    }
  | {
      /** Vertical lines. */
      readonly kind: 'ranges';
      readonly className: string;
      readonly ranges: readonly (readonly [x: number, low: number, high: number])[];
    }
  | {
      readonly kind: 'bars';
      readonly className: string;
      readonly bars: readonly (readonly [from: number, to: number, height: number])[];
    };

export interface Chart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly layers: readonly Layer[];
  /** Numbers below the axis, such as numbers at risk. */
  readonly below?: {
    readonly title: string;
    readonly numbers: readonly (readonly [x: number, number: number])[];
  };
}

const WIDTH = 420;
const HEIGHT = 260;
/** Room for a tick of six digits beside the title. */
const LEFT = 64;
const RIGHT = 12;
const TOP = 26;
const BOTTOM = 40;
/** Room for half of the last tick's text. */
const ROOM = 20;
/** Room for a line of numbers below the axis. */
const BELOW = 16;

export function renderChart({ title, xTitle, yTitle, x, y, layers, below }: Chart): string {
  const whole = below ? HEIGHT + BELOW : HEIGHT;
  const place = ([px, py]: Point): Point => [
    LEFT + x.at(px) * (WIDTH - LEFT - RIGHT),
    HEIGHT - BOTTOM - y.at(py) * (HEIGHT - TOP - BOTTOM),
  ];
  const xTicks = x.ticks.map((tick) => {
    const [at] = place([tick, 0]);
    return `<line class="grid" x1="${short(at)}" x2="${short(at)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/><text x="${short(Math.min(at, WIDTH - ROOM))}" y="${HEIGHT - BOTTOM + 14}" text-anchor="middle">${tickOf(x, tick)}</text>`;
  });
  const yTicks = y.ticks.map((tick) => {
    const at = HEIGHT - BOTTOM - y.at(tick) * (HEIGHT - TOP - BOTTOM);
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${short(at)}" y2="${short(at)}"/><text x="${LEFT - 6}" y="${short(at + 4)}" text-anchor="end">${tickOf(y, tick)}</text>`;
  });
  return [
    `<svg viewBox="0 0 ${WIDTH} ${whole}" role="img" aria-label="${escapeText(title)}">`,
    `<text class="title" x="4" y="16">${escapeText(title)}</text>`,
    ...xTicks,
    ...yTicks,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escapeText(xTitle)}</text>`,
    `<text transform="translate(12 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escapeText(yTitle)}</text>`,
    ...layers.map((layer) => renderLayer(layer, place)),
    ...(below ? [numbersBelow(below, place)] : []),
    '</svg>',
  ].join('');
}

function numbersBelow(
  { title, numbers }: NonNullable<Chart['below']>,
  place: (point: Point) => Point,
): string {
  const texts = numbers.map(
    ([at, number]) =>
      `<text x="${short(place([at, 0])[0])}" y="${HEIGHT + BELOW - 6}" text-anchor="middle">${number}</text>`,
  );
  return `<text x="4" y="${HEIGHT + BELOW - 6}">${escapeText(title)}</text>${texts.join('')}`;
}

function tickOf({ text = tickText }: Scale, tick: number): string {
  return escapeText(text(tick));
}

function renderLayer(layer: Layer, place: (point: Point) => Point): string {
  switch (layer.kind) {
    case 'line':
      return `<polyline class="${layer.className}" points="${list(layer.points.map(place))}"/>`;
    case 'steps':
      return `<polyline class="${layer.className}" points="${list(stepped(layer.points).map(place))}"/>`;
    case 'dots':
      return layer.points
        .map(place)
        .map(([x, y]) => `<circle class="${layer.className}" cx="${short(x)}" cy="${short(y)}" r="2.2"/>`)
        .join('');
    case 'band': {
      const edge = [...stepped(layer.upper), ...stepped(layer.lower).reverse()];
      return `<polygon class="${layer.className}" points="${list(edge.map(place))}"/>`;
    }
    case 'ranges':
      return layer.ranges
        .map(([at, low, high]) => [place([at, low]), place([at, high])] as const)
        .map(
          ([[x, y1], [, y2]]) =>
            `<line class="${layer.className}" x1="${short(x)}" x2="${short(x)}" y1="${short(y1)}" y2="${short(y2)}"/>`,
        )
        .join('');
    case 'bars':
      return layer.bars
        .map(([from, to, height]) => [place([from, height]), place([to, 0])] as const)
        .map(
          ([[x, y], [right, bottom]]) =>
            `<rect class="${layer.className}" x="${short(x)}" y="${short(y)}" width="${short(Math.max(0.5, right - x - 0.5))}" height="${short(bottom - y)}"/>`,
        )
        .join('');
  }
}

/** The points of a step function: level until the next point, then vertical. */
function stepped(points: readonly Point[]): Point[] {
  return points.flatMap(([x, y], index): Point[] => {
    const before = points[index - 1];
    return before
      ? [
          [x, before[1]],
          [x, y],
        ]
      : [[x, y]];
  });
}

function list(points: readonly Point[]): string {
  return points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
