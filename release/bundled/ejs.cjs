'use strict';
// Renders the templates of help: of the 150 texts of keg almost all hold no tag, and ejs compiles each into a function of its own.
const CONFIGURED_NAME = /<%= config\.bin %>/g;

exports.render = (template, data) => {
  const text = /[<>&'"]/.test(data?.config?.bin ?? '')
    ? template
    : template.replace(CONFIGURED_NAME, () => data.config.bin);
  return text.includes('<%') || text.includes('%>') ? require('ejs').render(template, data) : text;
};
