'use strict';
// Required before keg, it writes the names of the bundle's files that keg loaded to the file that KEG_LOADED names.
const { writeFileSync } = require('node:fs');
const { basename, sep } = require('node:path');

process.on('exit', () => {
  const files = Object.keys(require.cache).filter((path) => path.includes(`${sep}dist${sep}`));
  writeFileSync(process.env.KEG_LOADED, files.map((path) => basename(path)).join('\n'));
});
