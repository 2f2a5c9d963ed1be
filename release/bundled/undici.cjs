'use strict';
// The classes of undici that keg uses. The list of the package also brings fetch, WebSocket, caches and mocks, which take 60 KB of the download.
const Agent = require('undici/lib/dispatcher/agent');
const Dispatcher = require('undici/lib/dispatcher/dispatcher');
const api = require('undici/lib/api');

Object.assign(Dispatcher.prototype, api);
exports.Agent = Agent;
exports.Pool = require('undici/lib/dispatcher/pool');
exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent');

exports.request = (address, { dispatcher = new Agent({ allowH2: false }), ...options } = {}) => {
  const url = new URL(address);
  const method = options.method || (options.body ? 'PUT' : 'GET');
  const target = { origin: url.origin, path: `${url.pathname}${url.search}`, method };
  return api.request.call(dispatcher, { ...options, ...target });
};
