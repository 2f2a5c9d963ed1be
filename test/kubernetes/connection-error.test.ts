/** Codes of Node and undici become messages for people. */
import test from 'ava';
import { asConnectionError } from '../../src/kubernetes/connection-error.ts';

const SERVER = 'https://cluster.example:6443';

function words(code: string, message = ''): string {
  return asConnectionError(Object.assign(new Error(message), { code }), SERVER).message;
}

test('every failed connection has its own message', (t) => {
  t.is(words('ECONNREFUSED'), `nothing answers at ${SERVER} (connection refused)`);
  t.is(words('ENOTFOUND'), 'cluster.example cannot be resolved');
  t.is(words('UND_ERR_CONNECT_TIMEOUT'), `${SERVER} can't be reached (UND_ERR_CONNECT_TIMEOUT)`);
  t.is(words('EHOSTUNREACH'), `${SERVER} can't be reached (EHOSTUNREACH)`);
  t.is(words('ECONNRESET'), `the connection to ${SERVER} broke (ECONNRESET)`);
  t.is(words('', 'other side closed'), `the connection to ${SERVER} broke (other side closed)`);
});

test('every problem with certificates has its own message', (t) => {
  const untrusted = 'is not signed by an authority that the kubeconfig trusts';
  for (const code of [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])
    t.is(words(code), `the certificate of ${SERVER} ${untrusted} (${code})`);
  t.is(
    words('CERT_HAS_EXPIRED'),
    `the certificate of ${SERVER} has expired or is not valid yet (CERT_HAS_EXPIRED)`,
  );
  t.is(
    words('ERR_TLS_CERT_ALTNAME_INVALID', 'not in the list'),
    `the certificate of ${SERVER} is for another name: not in the list`,
  );
  const refused = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED';
  t.is(words(refused), `${SERVER} refused the client certificate (${refused})`);
});

test('the message uses the innermost cause, also of several addresses', (t) => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  const tried = new AggregateError([refused, refused]);
  t.is(asConnectionError(new TypeError('fetch failed', { cause: tried }), SERVER).code, 'ECONNREFUSED');
  t.is(asConnectionError(tried, SERVER).code, 'ECONNREFUSED');
  t.is(asConnectionError(new TypeError('failed', { cause: refused }), SERVER).code, 'ECONNREFUSED');
});
