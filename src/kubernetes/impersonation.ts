/** Builds the headers to act as another user, as `kubectl --as --as-group` does. client-node supports only the user's name. */
import { UserError } from '../core/errors/user-error.ts';
import type { ClusterChoice } from './choose-context.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** Header values by lower-case name. A list is sent as one header per value. */
export type ImpersonationHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * The headers of kubernetes.io/docs/reference/access-authn-authz/authentication, "User impersonation": flags win over the kubeconfig's
 * `as`, `as-uid`, `as-groups` and `as-user-extra`.
 *
 * @throws {UserError} (usage) for groups without a user, which the API server refuses.
 */
export function impersonationHeaders(choice: ClusterChoice, user: Fields): ImpersonationHeaders {
  const name = asText(choice.as) ?? asText(user.as);
  const groups = choice.asGroups?.length ? choice.asGroups : texts(user['as-groups']);
  if (name === undefined) {
    if (choice.asGroups?.length) throw new UserError('--as-group needs --as', { next: 'add --as USER' });
    return {};
  }
  const uid = choice.as === undefined ? asText(user['as-uid']) : undefined;
  const extra = choice.as === undefined ? Object.entries(asFields(user['as-user-extra']) ?? {}) : [];
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
