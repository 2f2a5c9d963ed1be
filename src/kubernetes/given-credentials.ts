/** Reads the credentials that stand in a kubeconfig or in the files that it names: certificates, tokens and passwords. */
import { readFileSync } from 'node:fs';
import { asText, type Fields } from './kubeconfig-file.ts';
import type { TlsMaterial } from './tls-material.ts';

/**
 * Data wins over the file of the same name.
 *
 * @throws {Error} for a file that cannot be read, and for what kubectl refuses: data that is not base64, an authority without a certificate,
 *         and one beside insecure-skip-tls-verify.
 */
export function givenTls(cluster: Fields, user: Fields): TlsMaterial {
  const ca = dataOrFile(cluster, 'certificate-authority');
  const cert = dataOrFile(user, 'client-certificate');
  const key = dataOrFile(user, 'client-key');
  const servername = asText(cluster['tls-server-name']);
  const isInsecure = cluster['insecure-skip-tls-verify'] === true;
  if (ca && isInsecure)
    throw new Error('the cluster has a certificate-authority and also insecure-skip-tls-verify');
  if (ca && !ca.includes('-----BEGIN CERTIFICATE-----'))
    throw new Error('its certificate-authority holds no certificate (PEM)');
  return {
    ...(ca && { ca }),
    ...(cert && key && { cert, key }),
    ...(isInsecure && { rejectUnauthorized: false }),
    ...(servername !== undefined && { servername }),
  };
}

/**
 * The value of `Authorization`; undefined where the entry has neither token nor user name.
 *
 * @throws {Error} where it has both, or its token is in a file that cannot be read.
 */
export function givenAuthorization(user: Fields): string | undefined {
  const token = givenToken(user);
  const username = asText(user.username);
  if (username === undefined) return token === undefined ? undefined : `Bearer ${token}`;
  if (token !== undefined) throw new Error('the user has a token and also a name with a password');
  return `Basic ${Buffer.from(`${username}:${asText(user.password) ?? ''}`).toString('base64')}`;
}

/** The file is the newer one, so that it wins; where it cannot be read, the token beside it is what there is. */
function givenToken(user: Fields): string | undefined {
  const [token, file] = [asText(user.token), asText(user.tokenFile)];
  if (file === undefined) return token;
  try {
    return readFileSync(file, 'utf8').trim() || token;
  } catch (error) {
    if (token === undefined) throw error;
    return token;
  }
}

/** As Go's standard encoding: with its padding. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function dataOrFile(fields: Fields, name: string): Buffer | undefined {
  const data = asText(fields[`${name}-data`]);
  if (data !== undefined) {
    const text = data.replace(/\s+/g, '');
    if (!BASE64.test(text)) throw new Error(`its ${name}-data is not base64`);
    return Buffer.from(text, 'base64');
  }
  const file = asText(fields[name]);
  return file === undefined ? undefined : readFileSync(file);
}
