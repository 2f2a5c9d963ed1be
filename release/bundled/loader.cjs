'use strict';
// The main script of a single executable. The files of the bundle are its assets: each is compiled when it is first required.
// An asset NAME.cache holds the compiled code of NAME, where the build could run the executable's own Node.
const path = require('node:path');
const sea = require('node:sea');
const threads = require('node:worker_threads');
const vm = require('node:vm');

const names = new Set(sea.getAssetKeys());
const root = path.dirname(process.execPath);
const argv = process.argv.slice(2);
const read = (name) => sea.getAsset(name, 'utf8');
const compiled = {};
const compiledCode = new vm.Script(`(function(exports,require){${read('compiled-code.cjs')}\n})`);
compiledCode.runInThisContext()(compiled, require);

// krew removes the folder of the executable and nothing else.
const ofKrew = /[\\/]store[\\/]keg[\\/]/.test(root) ? path.join(root, 'compiled') : undefined;
const folder = threads.isMainThread ? compiled.compiledFolder(ofKrew) : undefined;
const load = compiled.bundleLoader({ root, read, shipped: shippedCode, folder, argv });
if (threads.isMainThread) {
  const keg = load('keg.cjs');
  keg.main(argv, root, keg.loadCommands);
} else {
  load(`${threads.workerData}.cjs`);
}

function shippedCode(name) {
  const cache = `${name}.cache`;
  return names.has(cache) ? Buffer.from(sea.getRawAsset(cache)) : undefined;
}
