/** Builds the headers to act as another user, as `kubectl --as --as-group` does. client-node supports only the user's name. */
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
      extra.map(([key, values]) => [
        `impersonate-extra-${encodeURIComponent(key).toLowerCase()}`,
        texts(values),
      ]),
    ),
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
