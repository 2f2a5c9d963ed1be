'use strict';
// keg speaks HTTP/1.1: each of its connections is opened with `allowH2: false`.
module.exports = () => {
  throw new Error('a connection was opened for HTTP/2');
};
