#!/usr/bin/env node
'use strict';
// Plain old JavaScript on purpose: it must still parse on the Node versions that it turns away.
var needed = [22, 18];
var running = process.versions.node.split('.').map(Number);
if (running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1])) {
  process.stderr.write(
    'kubectl keg needs Node ' +
      needed.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      ' (in a checkout, "npm run keg -- ..." uses the Node that npm brought in)\n',
  );
  process.exit(2);
}
var fs = require('node:fs');
var path = require('node:path');
var root = path.dirname(__dirname);
var isCheckout = fs.existsSync(path.join(root, 'src'));
var dist = path.join(root, 'dist');
var compiled = require(
  path.join(isCheckout ? path.join(root, 'release', 'bundled') : dist, 'compiled-code.cjs'),
);
// Where Node keeps compiled code itself, it does so for the bundle too.
var folder = process.env.NODE_COMPILE_CACHE ? undefined : compiled.compiledFolder();
if (isCheckout) {
  if (folder !== undefined) require('node:module').enableCompileCache(folder);
  // Node runs the sources as they are.
  Promise.all([source('src/cli/main.ts'), source('commands/index.ts')]).then(([cli, commands]) =>
    start(cli, commands),
  );
} else {
  startFromBundle(folder === undefined ? require(path.join(dist, 'keg.cjs')) : load('keg.cjs'));
}

function source(name) {
  return import(require('node:url').pathToFileURL(path.join(root, name)).href);
}

function load(name) {
  var read = (each) => fs.readFileSync(dist + path.sep + each, 'utf8');
  return compiled.bundleLoader({ root: dist, read, folder, argv: process.argv.slice(2) })(name);
}

function startFromBundle(bundle) {
  start(bundle, bundle);
}

function start(cli, commands) {
  cli.main(process.argv.slice(2), root, commands.loadCommands);
}
