/** The scripts and styles of pages, compressed. The bundle has it in place of src/render/html/page-text.ts, which reads files. */
const { brotliDecompressSync } = require('node:zlib');

const TEXTS = {
  'uplot.js': require('uplot/dist/uPlot.iife.min.js'),
  'uplot.css': require('uplot/dist/uPlot.min.css'),
  'page.css': require('../../src/render/html/page/page.css'),
  'data.js': require('../../src/render/html/page/data.js'),
  'text.js': require('../../src/render/html/page/text.js'),
  'theme.js': require('../../src/render/html/page/theme.js'),
  'line-chart.js': require('../../src/render/html/page/line-chart.js'),
  'filling.js': require('../../src/render/html/page/filling.js'),
  'moment.js': require('../../src/render/html/page/moment.js'),
  'heat-map.js': require('../../src/render/html/page/heat-map.js'),
  'gantt.js': require('../../src/render/html/page/gantt.js'),
  'comparison.js': require('../../src/render/html/page/comparison.js'),
  'fit.js': require('../../src/render/html/page/fit.js'),
  'recording.js': require('../../src/render/html/page/recording.js'),
};

// A text is a module: the default export of one of keg, which is a package of ES modules, and the whole of another.
exports.pageText = (name) =>
  brotliDecompressSync(Buffer.from(TEXTS[name].default ?? TEXTS[name], 'base64')).toString();
