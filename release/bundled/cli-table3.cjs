'use strict';
// Loads the table library at its first use. Most tables are drawn without it.
module.exports = function Table(options) {
  return new (require('cli-table3'))(options);
};
