/* Draws the page of fits: recorded in one colour, what the scenario draws in another. */
const SIDES = { recorded: () => lineColour(0), drawn: () => lineColour(4) };
const LOG_SECONDS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 600, 3600, 21600, 86400, 604800, 2592000, 31536000, 315360000];
const LOG_SHARES = [1e-4, 1e-3, 0.01, 0.1, 0.2, 0.5, 1];
const everyTick = { filter: (_, all) => all };

function secondsText(seconds) {
  return seconds === 0 ? '0s' : span(seconds * 1e6);
}

/** A scale of seconds and its axis, with about `most` ticks. */
function durations({ isLog, from, to }, most) {
  const ticks = LOG_SECONDS.filter((tick) => tick >= from && tick <= to);
  const every = Math.ceil(ticks.length / most);
  const axis = isLog ? { ...everyTick, splits: () => ticks.filter((_, place) => place % every === 0) } : { incrs: STEPS };
  return { scale: { time: false, distr: isLog ? 3 : 1, range: [from, to * (isLog ? 1.1 : 1.02)] }, axis: { ...axis, values: (_, all) => all.map(secondsText) } };
}

/** @param parts what differs: `{ series, columns, bands, scaleY, axisX, axisY, key, read }`. */
function curveChart(id, chart, { series, columns, band, scaleY, axisX, axisY, key, read }) {
  const holder = document.getElementById(id);
  const box = element('div', '', holder);
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', chart.describe);
  drawKey(holder, key);
  const readout = element('p.readout', '', holder);
  let plot = null;
  keepDrawn(() => {
    plot?.destroy();
    const paint = { stroke: colour('dim'), grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui', labelFont: '11px system-ui', labelSize: 16, labelGap: 0 };
    plot = new uPlot(
      {
        width: Math.max(200, Math.floor(box.clientWidth)),
        height: 220,
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
        scales: { x: durations(chart.scale, 5).scale, y: scaleY },
        axes: [
          { ...paint, space: 64, ...axisX },
          { ...paint, space: 24, size: GUTTER - 16, ...axisY },
        ],
        series: [{}, ...series.map((each) => ({ width: 1.5, points: { show: false }, ...each(), }))],
        bands: [{ series: [1, 2], fill: `${band()}33` }],
        hooks: {
          setCursor: [
            ({ cursor: { idx } }) => {
              if (typeof idx === 'number') readout.textContent = read(idx);
            },
          ],
        },
      },
      [chart.times, ...columns],
      box,
    );
  }, box);
}

function drawSurvival(id, chart) {
  const { times, recorded, low, high, drawn, atRisk, scale } = chart;
  const lowest = Math.max(1e-4, Math.min(0.5, ...recorded.filter((share) => share > 0)) / 1.5);
  const above = (values) => values.map((share) => (share === null ? null : Math.max(share, lowest)));
  const { axis } = durations(scale, 5);
  const stepped = uPlot.paths.stepped({ align: 1 });
  const key = [
    { name: 'recorded', colour: SIDES.recorded, values: recorded, low, high },
    ...(drawn.some((share) => share !== null) ? [{ name: 'drawn', colour: SIDES.drawn, values: drawn }] : []),
  ];
  curveChart(id, chart, {
    columns: [high, low, recorded, drawn].map(above),
    series: [() => ({ width: 0, paths: stepped }), () => ({ width: 0, paths: stepped }), () => ({ stroke: SIDES.recorded(), paths: stepped }), () => ({ stroke: SIDES.drawn() })],
    band: SIDES.recorded,
    scaleY: { distr: 3, range: [lowest, 1] },
    axisX: {
      ...axis,
      size: 40,
      label: 'time, and the number at risk',
      values: (_, all) => all.map((at) => `${secondsText(at)}\n${atRisk[times.findIndex((time) => time >= at)] ?? ''}`),
    },
    axisY: { ...everyTick, label: 'share that lasts longer', splits: () => LOG_SHARES.filter((share) => share >= lowest), values: (_, all) => all.map((share) => `${+(share * 100).toPrecision(3)}%`) },
    key,
    read: (place) => `${secondsText(times[place])}: ${key.map((line) => readLine(line, place, percent)).join(', ')}, ${counted(atRisk[place], 'duration')} at risk`,
  });
}

function drawQuantiles(id, chart) {
  const { times, drawn, low, high, scale } = chart;
  const { axis, scale: scaleY } = durations(scale, 5);
  const inside = (values) => values.map((value) => (value === null ? null : Math.min(scale.to * 2, Math.max(scale.from / 2, value))));
  const line = { name: 'drawn', colour: SIDES.recorded, values: drawn, low, high };
  const hidden = () => ({ width: 0 });
  curveChart(id, chart, {
    columns: [inside(high), inside(low), times, drawn],
    series: [hidden, hidden, () => ({ stroke: colour('dim'), dash: [4, 3] }), () => ({ stroke: SIDES.recorded(), paths: () => null, points: { show: true, size: 5, fill: SIDES.recorded() } })],
    band: SIDES.recorded,
    scaleY,
    axisX: { ...axis, size: 26, label: 'recorded quantile' },
    axisY: { ...axis, label: 'drawn quantile' },
    key: [line, { name: 'equal', colour: () => colour('dim') }],
    read: (place) => `recorded ${secondsText(times[place])}: ${readLine(line, place, secondsText)}`,
  });
}

function drawTimeLines(id, { lines, describe }) {
  lineChart(
    id,
    lines.map((line) => ({ ...line, name: line.side, colour: line.isArea ? () => `${SIDES[line.side]()}90` : SIDES[line.side] })),
    { text: number, most: 1.05 * Math.max(...lines.flatMap(({ values, high = values }) => [...values, ...high])), describe, hasMoment: false },
  );
}

const DRAW = { times: drawTimeLines, bars: (id, { bars, describe }) => barChart(id, bars, describe), survival: drawSurvival, quantiles: drawQuantiles };
data.charts.forEach((chart, place) => DRAW[chart.kind](`chart-${place}`, chart));
