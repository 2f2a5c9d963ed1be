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
  // A file that Node requires is both read and in its cache.
  const names = new Set(files.map((path) => basename(path)));
  fs.writeFileSync(process.env.KEG_LOADED, [...names].join('\n'));
});
