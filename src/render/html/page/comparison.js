/* Draws the page of a comparison: the same figure of every variant in one chart. */
data.charts.forEach(({ title, isShare, variants }, place) => {
  const lines = variants.map((variant, number) => ({ ...variant, colour: () => lineColour(number), width: 2 }));
  const most = Math.max(isShare ? 1 : 0, ...lines.flatMap(({ high }) => high.map((value) => value ?? 0)));
  const means = lines.map(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    return `${name} about ${isShare ? percent(mean) : number(mean)}`;
  });
  lineChart(`chart-${place}`, lines, {
    text: (value) => (isShare ? `${+(value * 100).toFixed(1)}%` : number(value)),
    most: most || 1,
    hasMoment: false,
    describe: `${title} over time: ${means.join(', ')} on average. The table has the exact figures.`,
  });
});
