/* Draws lines, areas and bars over time with uPlot. */

/**
 * @param lines `{ name, values, low, high, colour, isArea }`; `low` and `high` are optional.
 * @param axis `{ text: how a value is written, most: the top of the axis, describe: the label for screen readers }`.
 */
function lineChart(id, lines, axis, ends = data.end) {
  const holder = document.getElementById(id);
  const box = element('div', '', holder);
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', axis.describe);
  drawKey(holder, lines);
  const readout = element('p.readout', '', holder);
  const count = lines[0].values.length;
  const times = Array.from({ length: count + 1 }, (_, place) => (place * ends) / count / 1e6);
  const closed = (values) => [...values, values.at(-1)];
  const columns = [times];
  const bands = [];
  const describe = [];
  for (const line of lines) {
    if (line.low) {
      columns.push(closed(line.high), closed(line.low));
      bands.push({ high: columns.length - 2, low: columns.length - 1, line });
    }
    columns.push(closed(line.values));
    describe.push({ line, column: columns.length - 1 });
  }
  let plot = null;
  const stepped = uPlot.paths.stepped({ align: 1 });
  keepDrawn(() => {
    plot?.destroy();
    const hidden = { width: 0, paths: stepped, points: { show: false } };
    const series = columns.map(() => hidden);
    for (const { line, column } of describe) {
      series[column] = {
        stroke: line.colour(),
        width: line.isArea ? 1 : (line.width ?? 1.5),
        fill: line.isArea ? line.colour() : undefined,
        paths: stepped,
        points: { show: false },
      };
    }
    series[0] = {};
    const paint = { stroke: colour('dim'), grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    plot = new uPlot(
      {
        width: Math.max(200, Math.floor(box.clientWidth)),
        height: 190,
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
        scales: { x: { time: false, range: [0, ends / 1e6] }, y: { range: [0, axis.most || 1] } },
        axes: [
          { ...paint, incrs: STEPS, space: 64, size: 26, values: (_, all) => all.map((at) => span(at * 1e6)) },
          { ...paint, size: GUTTER, space: 30, values: (_, all) => all.map(axis.text) },
        ],
        series,
        bands: bands.map(({ high, low, line }) => ({ series: [high, low], fill: `${line.colour()}33` })),
        hooks: {
          draw: [
            (drawn) => {
              if (!axis.hasMoment) return;
              const x = drawn.valToPos(moment / 1e6, 'x', true);
              drawMomentLine(drawn.ctx, x, drawn.bbox.top, drawn.bbox.top + drawn.bbox.height);
            },
          ],
          setCursor: [
            ({ cursor: { idx } }) => {
              if (idx === null || idx === undefined) return;
              const place = Math.min(idx, count - 1);
              readout.textContent = `${span((place * ends) / count)}: ${lines.map((line) => readLine(line, place, axis.text)).join(', ')}`;
            },
          ],
        },
      },
      columns,
      box,
    );
    if (axis.hasMoment) plot.over.addEventListener('click', () => setMoment(plot.posToVal(plot.cursor.left, 'x') * 1e6));
  }, box);
  if (axis.hasMoment) onMoment.push(() => plot.redraw(false));
}

function readLine({ name, values, own, low, high }, place, text) {
  const value = (own ?? values)[place];
  if (value === null || value === undefined) return `${name} ${NOTHING}`;
  const range = low && low[place] !== null ? ` (${text(low[place])} to ${text(high[place])})` : '';
  return `${name} ${text(value)}${range}`;
}

function drawKey(holder, lines) {
  const key = element('ul.key', '', holder);
  for (const { name, colour: ink } of lines) {
    const item = element('li', '', key);
    const mark = element('i', '', item);
    item.append(name);
    keepDrawn(() => {
      mark.style.background = ink();
    });
  }
}

/** Bars beside each other. @param bars `[name, count]`. */
function barChart(id, bars, describe) {
  const holder = document.getElementById(id);
  const box = element('div', '', holder);
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', describe);
  const readout = element('p.readout', '', holder);
  const most = Math.max(1, ...bars.map(([, count]) => count));
  let plot = null;
  keepDrawn(() => {
    plot?.destroy();
    const width = Math.max(200, Math.floor(box.clientWidth));
    const every = Math.ceil((bars.length * 52) / (width - GUTTER - RIGHT));
    const paint = { stroke: colour('dim'), grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    plot = new uPlot(
      {
        width,
        height: 190,
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, x: false, y: false },
        scales: { x: { time: false, range: [-0.6, bars.length - 0.4] }, y: { range: [0, most * 1.05] } },
        axes: [
          { ...paint, grid: { show: false }, size: 26, splits: () => bars.map((_, place) => place).filter((place) => place % every === 0), values: (_, all) => all.map((place) => bars[place]?.[0] ?? '') },
          { ...paint, size: GUTTER, space: 30, values: (_, all) => all.map((value) => (Number.isInteger(value) ? number(value) : '')) },
        ],
        series: [{}, { fill: `${lineColour(0)}b0`, stroke: lineColour(0), width: 1, paths: uPlot.paths.bars({ size: [0.9, 80] }), points: { show: false } }],
        hooks: {
          setCursor: [
            ({ cursor: { idx } }) => {
              if (typeof idx === 'number') readout.textContent = `${bars[idx][0]}: ${number(bars[idx][1])}`;
            },
          ],
        },
      },
      [bars.map((_, place) => place), bars.map(([, count]) => count)],
      box,
    );
  }, box);
}
