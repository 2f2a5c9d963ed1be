/** Declares what a TLS connection to a server needs: whom to trust, and with which certificate. */

/** As node:tls names them. */
export interface TlsMaterial {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}
