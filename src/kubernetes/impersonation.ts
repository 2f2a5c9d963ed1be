/** Builds the headers to act as another user, as `kubectl --as --as-group` does. */
import { UserError } from '../core/errors/user-error.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** Header values by lower-case name. A list is sent as one header per value. */
export type ImpersonationHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * The headers of kubernetes.io/docs/reference/access-authn-authz/authentication, "User impersonation", for the user's `as`, `as-uid`,
 * `as-groups` and `as-user-extra`, which flags may have replaced.
 *
 * @throws {UserError} (usage) for groups or a uid without a user, which the API server refuses.
 */
export function impersonationHeaders(user: Fields): ImpersonationHeaders {
  const name = asText(user.as);
  const groups = texts(user['as-groups']);
  const uid = asText(user['as-uid']);
  const extra = Object.entries(asFields(user['as-user-extra']) ?? {});
  if (name === undefined) {
    if (groups.length === 0 && uid === undefined && extra.length === 0) return {};
    throw new UserError('--as-group and --as-uid need --as', { next: 'add --as USER' });
  }
  return {
    'impersonate-user': name,
    ...(groups.length > 0 ? { 'impersonate-group': groups } : {}),
    ...(uid === undefined ? {} : { 'impersonate-uid': uid }),
    ...Object.fromEntries(
      extra.map(([key, values]) => [`impersonate-extra-${headerKey(key)}`, texts(values)]),
    ),
  };
}

/** Characters that no name of a header may have are in percent encoding (k8s.io/client-go/transport, headerKeyEscape). */
function headerKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll(/[()]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .toLowerCase();
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
