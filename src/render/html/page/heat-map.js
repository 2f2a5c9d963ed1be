/* The heat map: a row for each node, a column for each bucket of time. uPlot draws no areas of colour, so it is our own. */
function startHeatMap() {
  const holder = document.getElementById('heat-map');
  const box = holder.querySelector('[role=img]');
  const readout = holder.querySelector('.readout');
  const select = document.getElementById('heat-resource');
  const rows = data.rows;
  const high = Math.max(2, Math.min(18, Math.floor(420 / Math.max(1, rows.length))));
  let width = 0;
  const draw = () => {
    const resource = Number(select.value);
    const fresh = freshCanvas(box, rows.length * high + 20);
    const { ink } = fresh;
    ({ width } = fresh);
    const room = width - GUTTER - RIGHT;
    const image = document.createElement('canvas');
    image.width = data.count;
    image.height = Math.max(1, rows.length);
    const pixels = image.getContext('2d');
    const cells = pixels.createImageData(image.width, image.height);
    const scale = [0, 1].map((end) => rgb(colour(`heat${end}`)));
    for (const [row, { means }] of rows.entries()) {
      for (let bucket = 0; bucket < data.count; bucket += 1) {
        const mille = means[resource][bucket];
        if (mille < 0) continue;
        const share = Math.min(1, mille / 1000);
        const at = 4 * (row * data.count + bucket);
        for (let part = 0; part < 3; part += 1) cells.data[at + part] = scale[0][part] + share * (scale[1][part] - scale[0][part]);
        cells.data[at + 3] = 255;
      }
    }
    pixels.putImageData(cells, 0, 0);
    ink.imageSmoothingEnabled = false;
    ink.drawImage(image, GUTTER, 0, room, rows.length * high);
    ink.fillStyle = colour('dim');
    ink.textAlign = 'right';
    const every = Math.max(1, Math.ceil(12 / high));
    for (let row = 0; row < rows.length; row += every) ink.fillText(fitText(ink, rows[row].name, GUTTER - 6), GUTTER - 4, (row + 0.5) * high);
    drawTimes(ink, width, rows.length * high);
    drawMomentLine(ink, GUTTER + (moment / data.end) * room, 0, rows.length * high);
  };
  keepDrawn(draw);
  onMoment.push(draw);
  select.addEventListener('change', draw);
  const placeOf = ({ offsetX, offsetY }) => ({
    row: Math.floor(offsetY / high),
    at: Math.max(0, Math.min(0.9999, (offsetX - GUTTER) / (width - GUTTER - RIGHT))) * data.end,
  });
  box.addEventListener('mousemove', (event) => {
    const { row, at } = placeOf(event);
    if (!rows[row]) return;
    const mille = rows[row].means[Number(select.value)][Math.floor((at / data.end) * data.count)];
    readout.textContent = `${span(at)}: ${rows[row].name} ${mille < 0 ? 'not there' : percent(mille / 1000)}`;
  });
  box.addEventListener('click', (event) => {
    const { row, at } = placeOf(event);
    if (rows[row]?.node >= 0) chooseNode(rows[row].node);
    setMoment(at);
  });
}

/** `#rrggbb` as three numbers. */
function rgb(text) {
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
}
