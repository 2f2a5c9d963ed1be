/* The pods of one node over time. uPlot draws no bars along the axis of time, so this is our own. */
const LANE = 13;

function startGantt() {
  const select = document.getElementById('gantt-node');
  const holder = document.getElementById('gantt');
  const box = holder.querySelector('[role=img]');
  const readout = holder.querySelector('.readout');
  const details = document.getElementById('pods-of-node');
  const byNode = data.nodes.map(() => []);
  for (let pod = 0; pod < pods.count; pod += 1) if (pods.node[pod] >= 0 && pods.bound[pod] >= 0 && pods.holds[pod]) byNode[pods.node[pod]].push(pod);
  for (const each of byNode) each.sort((one, other) => pods.bound[one] - pods.bound[other]);
  select.append(...data.nodes.map(({ name }, node) => new Option(`${name} (${counted(byNode[node].length, 'pod')})`, String(node))));
  select.addEventListener('change', () => chooseNode(Number(select.value)));
  let bars = [];
  let width = 0;
  const draw = () => {
    const own = byNode[chosen];
    const lanes = [];
    bars = own.map((pod) => {
      const [from, to] = [pods.bound[pod], holdEnd(pod)];
      let lane = lanes.findIndex((end) => end <= from);
      if (lane < 0) lane = lanes.push(0) - 1;
      lanes[lane] = to;
      return { pod, from, to, lane };
    });
    const fresh = freshCanvas(box, Math.max(1, lanes.length) * LANE + 20);
    const { ink } = fresh;
    ({ width } = fresh);
    const room = width - GUTTER - RIGHT;
    const bottom = Math.max(1, lanes.length) * LANE;
    for (const { pod, from, to, lane } of bars) {
      const x = GUTTER + (from / data.end) * room;
      const wide = Math.max(1, ((to - from) / data.end) * room - 0.5);
      const group = pods.group[pod];
      ink.fillStyle = lineColour(group);
      ink.fillRect(x, lane * LANE + 1, wide, LANE - 2);
      if (pods.end[pod] === 'f') {
        ink.fillStyle = colour('ink');
        ink.fillRect(x + wide - Math.min(3, wide), lane * LANE + 1, Math.min(3, wide), LANE - 2);
      }
      if (wide > 50) {
        ink.fillStyle = colour('on-bar');
        ink.textAlign = 'left';
        ink.fillText(fitText(ink, pods.names[pod], wide - 6), x + 3, lane * LANE + LANE / 2 + 0.5);
      }
    }
    drawTimes(ink, width, bottom);
    drawMomentLine(ink, GUTTER + (moment / data.end) * room, 0, bottom);
    box.setAttribute('aria-label', `Pods on ${data.nodes[chosen]?.name ?? 'no node'} over time: ${counted(own.length, 'pod')}, at most ${number(lanes.length)} at once. The table below lists them.`);
    if (details.open) podTable(details.querySelector('table'), own);
  };
  onMoment.push(draw);
  onChoice.push(() => {
    select.value = String(chosen);
    redraw();
  });
  details.addEventListener('toggle', draw);
  box.addEventListener('mousemove', ({ offsetX, offsetY }) => {
    const at = ((offsetX - GUTTER) / (width - GUTTER - RIGHT)) * data.end;
    const slack = data.end / (width - GUTTER - RIGHT);
    const bar = bars.find(({ from, to, lane }) => lane === Math.floor(offsetY / LANE) && at >= from - slack && at < to + slack);
    readout.textContent = bar ? podText(bar.pod) : '';
  });
  chosen = Math.max(0, byNode.findIndex((own) => own.length === Math.max(...byNode.map((each) => each.length))));
  select.value = String(chosen);
  keepDrawn(draw);
}

const ENDS = { a: 'alive at the end', s: 'succeeded', f: 'failed', d: 'deleted' };

function podText(pod) {
  return `${data.pods.groups[pods.group[pod]]}: ${pods.names[pod]}, bound ${span(pods.bound[pod])} after waiting ${span(pods.bound[pod] - pods.created[pod])}, ${ENDS[pods.end[pod]]}${pods.ended[pod] < 0 ? '' : ` ${span(pods.ended[pod])}`}`;
}

function podTable(table, own) {
  const time = (at) => (at < 0 ? NOTHING : span(at));
  const rows = own.map((pod) => [pods.names[pod], data.pods.groups[pods.group[pod]], span(pods.created[pod]), time(pods.bound[pod]), time(pods.started[pod]), time(pods.ended[pod]), ENDS[pods.end[pod]]]);
  fillTable(table, `Pods on ${data.nodes[chosen].name}`, ['pod', 'workload', 'created', 'bound', 'started', 'ended', 'end'], rows);
}
