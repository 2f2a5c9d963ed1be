/** Makes an authority and certificates signed by it, with the openssl of the machine. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What the certificate `local` is for beside its own name: addresses of this machine, and what a proxy stands in for. */
const LOCAL_NAMES = ',IP:127.0.0.1,IP:0:0:0:0:0:0:0:1,DNS:api.internal.invalid,IP:10.9.8.7';

const hasOpenssl = runs(['version']);

/** Declares a test that makes certificates; where there is no openssl it is listed as skipped and says why. */
export function testWithOpenssl(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (hasOpenssl) test(title, body);
  else test.skip(`skipped without openssl: ${title}`, body);
}

/** @param folder to work in. */
export function makeAuthority(
  folder: string,
): Certificate & { sign(name: string, days?: number): Certificate } {
  const path = (file: string): string => join(folder, file);
  const keyArgs = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl([
    'req',
    '-x509',
    ...keyArgs,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.crt'),
    '-days',
    '2',
    '-subj',
    '/CN=ca',
  ]);
  const read = (name: string): Certificate => ({
    cert: readFileSync(path(`${name}.crt`), 'utf8'),
    key: readFileSync(path(`${name}.key`), 'utf8'),
  });
  return {
    ...read('ca'),
    sign(name, days = 1) {
      const request = path(`${name}.csr`);
      openssl([
        'req',
        '-new',
        ...keyArgs,
        '-keyout',
        path(`${name}.key`),
        '-out',
        request,
        '-subj',
        `/CN=${name}`,
      ]);
      const names = path(`${name}.ext`);
      writeFileSync(names, `subjectAltName=DNS:${name}${name === 'local' ? LOCAL_NAMES : ''}\n`);
      const authority = ['-CA', path('ca.crt'), '-CAkey', path('ca.key'), '-CAcreateserial'];
      openssl([
        'x509',
        '-req',
        '-in',
        request,
        ...authority,
        '-out',
        path(`${name}.crt`),
        '-extfile',
        names,
        '-days',
        String(days),
      ]);
      return read(name);
    },
  };
}

function openssl(args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}

function runs(args: readonly string[]): boolean {
  try {
    openssl(args);
    return true;
  } catch {
    return false;
  }
}
