/* Draws the page of one recording. */
const pods = data.pods && readPods(data.pods);

/** Times are kept as differences: to the pod before, or to the step before. */
function readPods(packed) {
  const unit = packed.unit;
  let before = 0;
  const created = packed.created.map((step) => {
    before += step;
    return before * unit;
  });
  const after = (from, steps) => steps.map((step, pod) => (step < 0 ? -1 : from[pod] + step * unit));
  const bound = after(created, packed.bound);
  const resizes = new Map();
  for (const [pod, at, request] of packed.resizes) resizes.set(pod, [...(resizes.get(pod) ?? []), [at, request]]);
  return {
    count: created.length,
    created,
    bound,
    started: after(bound, packed.started),
    ended: after(created, packed.ended),
    end: packed.end,
    node: packed.node,
    holds: packed.holds === '' ? Array(created.length).fill(true) : [...packed.holds].map((each) => each === '1'),
    request: packed.request,
    group: packed.group,
    names: packed.names.split('\n'),
    resizes,
  };
}

function shareOf(mille) {
  return mille < 0 ? null : mille / 1000;
}

function drawRecording() {
  const bucket = span(data.end / data.count);
  data.resources.forEach(({ name }, resource) => {
    const lines = data.scopes.flatMap((scope, place) => {
      const curve = scope.curves[resource];
      if (curve === null) return [];
      const range = place === 0 ? { low: curve.low.map(shareOf), high: curve.high.map(shareOf), width: 2 } : {};
      return [{ name: scope.name, values: curve.mean.map(shareOf), colour: () => (place === 0 ? colour('ink') : lineColour(place - 1)), ...range }];
    });
    const most = Math.max(1, ...lines[0].high.map((share) => share ?? 0), ...lines.flatMap(({ values }) => values.map((share) => share ?? 0)));
    const known = lines[0].values.filter((share) => share !== null);
    const mean = known.reduce((sum, share) => sum + share, 0) / Math.max(1, known.length);
    lineChart(`use-${resource}`, lines, {
      text: (share) => `${+(share * 100).toFixed(1)}%`,
      most,
      hasMoment: true,
      describe: `${name} requested of what is allocatable, over time: about ${percent(mean)} of the cluster on average, at most ${percent(Math.max(0, ...lines[0].high.map((share) => share ?? 0)))}. Means over ${bucket}. The table of utilisation below has the exact figures.`,
    });
  });
  drawPending(bucket);
  barChart('waits', data.waits, `How long bound pods waited: ${data.waits.map(([name, count]) => `${name} ${number(count)}`).join(', ')}.`);
  const rates = Object.entries(data.rates).map(([name, values], place) => ({ name, values, colour: () => lineColour(place) }));
  lineChart('rates', rates, {
    text: number,
    most: Math.max(1, ...rates.flatMap(({ values }) => values)),
    hasMoment: true,
    describe: `Pods created, bound and ended in each ${span(data.end / data.rates.created.length)}.`,
  });
}

/** Areas on top of each other: the last reason is drawn first, as the sum of all. */
function drawPending(bucket) {
  const { reasons, high } = data.pending;
  const sums = data.pending.mean.map(() => 0);
  const areas = reasons.map(({ reason, mean }, place) => {
    const values = mean.map((count, at) => {
      sums[at] += count;
      return sums[at];
    });
    return { name: reason, values, own: mean, isArea: true, colour: () => lineColour(place) };
  });
  const most = { name: `most at once in ${bucket}`, values: high, colour: () => colour('dim'), width: 1 };
  lineChart('pending', [...areas.reverse(), most], {
    text: (count) => number(count),
    most: Math.max(1, ...high),
    hasMoment: true,
    describe: `Pending pods over time by reason: at most ${number(Math.max(0, ...high))} at once. Reasons: ${reasons.map(({ reason }) => reason).join('; ') || 'none'}.`,
  });
}

moment = data.end / 2;
drawRecording();
if (document.getElementById('heat-map')) startHeatMap();
if (document.getElementById('gantt')) startGantt();
startMoment();
