'use strict';
// Required before keg, it writes the names of the bundle's files that keg loaded to the file that KEG_LOADED names.
const fs = require('node:fs');
const { basename, sep } = require('node:path');

const { readFileSync } = fs;
const read = [];
fs.readFileSync = (path, ...rest) => {
  read.push(String(path));
  return readFileSync(path, ...rest);
};

process.on('exit', () => {
  const files = [...Object.keys(require.cache), ...read].filter((path) => path.includes(`${sep}dist${sep}`));
  fs.writeFileSync(process.env.KEG_LOADED, files.map((path) => basename(path)).join('\n'));
});
