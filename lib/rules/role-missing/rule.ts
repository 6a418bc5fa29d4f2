/** Manifest rule: a binding binds a role and accounts that are there. */

import { listAt, textAt } from '../manifests/data.ts';
import { findBeside, objectsOf } from '../manifests/manifest-set.ts';
import type { ManifestRule } from '../rule.ts';

/** SW4110. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding */
export const roleMissing: ManifestRule = {
  code: 'SW4110',
  name: 'role-missing',
  level: 'manifest',
  severity: 'error',
  summary: 'A RoleBinding binds a Role or a service account that is not there.',
  because: 'The binding is accepted and grants nothing: the application gets 403 from the API.',
  check: (set) =>
    objectsOf(set, 'RoleBinding').flatMap((on) => {
      const role = textAt(on.body, 'roleRef', 'name') ?? '';
      const isRole = textAt(on.body, 'roleRef', 'kind') === 'Role';
      const accounts = listAt(on.body, 'subjects')
        .filter(
          (subject) =>
            textAt(subject, 'kind') === 'ServiceAccount' &&
            [undefined, on.namespace].includes(textAt(subject, 'namespace')),
        )
        .map((subject) => textAt(subject, 'name') ?? '')
        .filter((name) => name !== 'default' && !findBeside(set, on, 'ServiceAccount', name));
      return [
        ...(isRole && !findBeside(set, on, 'Role', role)
          ? [
              {
                on,
                path: 'roleRef',
                message: `Role ${role} is not among these objects.`,
                fix: 'Add the Role, or name a ClusterRole. A binding cannot be changed to another role: delete it first.',
              },
            ]
          : []),
        ...accounts.map((name) => ({
          on,
          path: 'subjects',
          message: `ServiceAccount ${name} is not among these objects.`,
          fix: 'Add the ServiceAccount or correct the name.',
        })),
      ];
    }),
};
