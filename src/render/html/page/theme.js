/* Draws everything again when colours or widths change. */
const drawings = [];

/** What is drawn when its holder comes near the view, or on paper. */
const waiting = new Map();
const watcher = new IntersectionObserver((seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && drawFirst(target)), { rootMargin: '600px' });

/** Calls `draw` now, and again for another theme, another width, or paper. @param holder of a large drawing: a long page draws it late. */
function keepDrawn(draw, holder) {
  if (!holder || !data.drawsLate) return keep(draw);
  holder.style.minHeight = '190px';
  waiting.set(holder, draw);
  watcher.observe(holder);
}

function keep(draw) {
  drawings.push(draw);
  draw();
}

function drawFirst(holder) {
  watcher.unobserve(holder);
  const draw = waiting.get(holder);
  if (waiting.delete(holder)) keep(draw);
}

function redraw() {
  for (const draw of drawings) draw();
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Colours of lines and bars, which differ for people who cannot tell red from green. */
function lineColour(place) {
  return colour(`line${place % 8}`);
}

let lastWidth = innerWidth;
addEventListener('resize', () => {
  if (innerWidth === lastWidth) return;
  lastWidth = innerWidth;
  redraw();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
for (const [event, paper] of [['beforeprint', true], ['afterprint', false]]) {
  addEventListener(event, () => {
    document.documentElement.classList.toggle('paper', paper);
    redraw();
    [...waiting.keys()].forEach(drawFirst);
  });
}

/** A canvas of CSS pixels that is as wide as its holder. */
function freshCanvas(holder, height) {
  const width = Math.max(200, Math.floor(holder.clientWidth));
  const canvas = holder.querySelector('canvas') ?? element('canvas', '', holder);
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ink = canvas.getContext('2d');
  ink.scale(ratio, ratio);
  ink.font = '11px system-ui, sans-serif';
  ink.textBaseline = 'middle';
  return { canvas, ink, width, height };
}

/** Cuts a text in its middle, because names often differ at their end. */
function fitText(ink, text, room) {
  if (ink.measureText(text).width <= room) return text;
  for (let kept = text.length - 1; kept > 2; kept -= 1) {
    const tail = Math.floor(kept / 2);
    const cut = `${text.slice(0, kept - tail)}…${text.slice(-tail)}`;
    if (ink.measureText(cut).width <= room) return cut;
  }
  return '';
}

/** Width of what stands left of every chart, so that times lie below each other. */
const GUTTER = 64;
const RIGHT = 12;
const STEPS = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 7776000, 31536000];

/** A time axis below a drawing of our own. */
function drawTimes(ink, width, top) {
  const room = width - GUTTER - RIGHT;
  const step = (STEPS.find((each) => (each * 1e6 * room) / data.end >= 64) ?? data.end / 1e6) * 1e6;
  ink.fillStyle = colour('dim');
  ink.textAlign = 'center';
  for (let at = 0; at <= data.end; at += step) {
    const x = GUTTER + (at / data.end) * room;
    if (x < width - 18) ink.fillText(span(at), x, top + 9);
  }
}

function drawMomentLine(ink, x, top, bottom) {
  ink.save();
  ink.strokeStyle = colour('moment');
  ink.lineWidth = 1.5;
  ink.beginPath();
  ink.moveTo(x, top);
  ink.lineTo(x, bottom);
  ink.stroke();
  ink.restore();
}
