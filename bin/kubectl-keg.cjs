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
var url = require('node:url');
var root = path.dirname(__dirname);
var source = path.join(root, 'src', 'cli', 'main.ts');
var entry = fs.existsSync(source) ? source : path.join(root, 'dist', 'src', 'cli', 'main.js');
import(url.pathToFileURL(entry).href).then((cli) => cli.main(process.argv.slice(2), root));
