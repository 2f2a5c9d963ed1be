/* The slider: one moment, which every chart marks, and how full every node is then. */
let moment = 0;
const onMoment = [];
let chosen = 0;
const onChoice = [];

function setMoment(at) {
  moment = Math.min(data.end, Math.max(0, at));
  for (const call of onMoment) call();
}

function chooseNode(node) {
  chosen = node;
  for (const call of onChoice) call();
}

function startMoment() {
  const slider = document.getElementById('moment');
  const said = document.getElementById('moment-text');
  const facts = document.getElementById('moment-facts');
  const holder = document.getElementById('tiles');
  const details = document.getElementById('nodes-then');
  slider.addEventListener('input', () => setMoment((slider.value / slider.max) * data.end));
  let tiles = [];
  drawKey(document.getElementById('tile-key'), data.resources.slice(0, 4).map(({ name }, place) => ({ name, colour: () => lineColour(place) })));
  const draw = () => {
    const filling = fillingAt(Math.min(moment, data.end - 1e-3));
    tiles = drawTiles(holder, filling.entries);
    const text = fillingText(filling);
    facts.textContent = text;
    holder.firstElementChild.setAttribute('aria-label', `Filling of every node: ${text}`);
    if (details.open) nodeTable(details.querySelector('table'), filling);
  };
  const say = () => {
    slider.value = String(Math.round((moment / data.end) * slider.max));
    const text = momentText(moment);
    slider.setAttribute('aria-valuetext', text);
    said.textContent = text;
    draw();
  };
  onMoment.push(say);
  details.addEventListener('toggle', draw);
  drawings.push(draw);
  say();
  holder.addEventListener('click', ({ offsetX, offsetY }) => {
    const tile = tiles.find(({ x, y, side, tall }) => offsetX >= x && offsetX < x + side && offsetY >= y && offsetY < y + tall);
    if (tile && tile.node >= 0) chooseNode(tile.node);
  });
}

function fillingText({ entries, shares, running, waiting }) {
  const parts = data.resources.map(({ name }, resource) => `${name} ${percent(shares[resource])}`);
  const when = pods ? `${counted(running, 'pod')} ${running === 1 ? 'holds' : 'hold'} room, ${number(waiting)} waiting` : `${number(waiting)} waiting, means over ${span(data.end / data.count)}`;
  const first = entries.filter(({ shares: [share] }) => share !== null).sort((one, other) => one.shares[0] - other.shares[0]);
  const ends = first.length > 1 ? `; by ${data.resources[0].name}, ${first.at(-1).name} is fullest (${percent(first.at(-1).shares[0])}) and ${first[0].name} emptiest (${percent(first[0].shares[0])})` : '';
  return `${[counted(entries.length, pods ? 'node' : 'row'), parts.join(', ')].filter(Boolean).join(': ')}; ${when}${ends}.`;
}

/** One tile for each node, with a bar for each resource. */
function drawTiles(holder, entries) {
  const box = holder.firstElementChild;
  const isNamed = entries.length <= 120;
  const [side, tall] = isNamed ? [104, 20 + 7 * Math.min(4, RESOURCES)] : [18, 18];
  const width = Math.max(200, Math.floor(box.clientWidth));
  const columns = Math.max(1, Math.floor(width / (side + 4)));
  const { ink } = freshCanvas(box, Math.max(1, Math.ceil(entries.length / columns)) * (tall + 4));
  const shown = Math.min(4, RESOURCES);
  const tiles = entries.map((entry, place) => ({ ...entry, x: (place % columns) * (side + 4), y: Math.floor(place / columns) * (tall + 4), side, tall }));
  ink.clearRect(0, 0, width, 1e5);
  for (const { x, y, name, shares, node } of tiles) {
    ink.fillStyle = colour('tile');
    ink.fillRect(x, y, side, tall);
    const top = isNamed ? y + 16 : y + 2;
    const high = isNamed ? 5 : Math.max(2, Math.floor((tall - 4) / shown) - 1);
    for (let resource = 0; resource < shown; resource += 1) {
      const bar = top + resource * (high + 2 - (isNamed ? 0 : 1));
      ink.fillStyle = colour('grid');
      ink.fillRect(x + 3, bar, side - 6, high);
      ink.fillStyle = lineColour(resource);
      ink.fillRect(x + 3, bar, (side - 6) * Math.min(1, shares[resource] ?? 0), high);
    }
    if (isNamed) {
      ink.fillStyle = colour('ink');
      ink.textAlign = 'left';
      ink.fillText(fitText(ink, name, side - 6), x + 3, y + 8);
    }
    if (node === chosen) {
      ink.strokeStyle = colour('moment');
      ink.lineWidth = 1.5;
      ink.strokeRect(x + 0.75, y + 0.75, side - 1.5, tall - 1.5);
    }
  }
  return tiles;
}

function nodeTable(table, { entries }) {
  const heads = ['node', 'pool', ...(pods ? ['pods'] : []), ...data.resources.map(({ name }) => name)];
  const rows = entries.map(({ name, pool, pods: count, shares }) => [name, pool ?? NOTHING, ...(pods ? [number(count)] : []), ...shares.map(percent)]);
  fillTable(table, `Nodes at ${momentText(moment)}`, heads, rows);
}
