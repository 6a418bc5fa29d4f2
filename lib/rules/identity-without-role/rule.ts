/** Plan rule: a ServiceAccount that is trusted says which role it stands for. */

import type { PlanRule } from '../rule.ts';

const ROLE = 'eks.amazonaws.com/role-arn';

/** SW2313. @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
export const identityWithoutRole: PlanRule = {
  code: 'SW2313',
  name: 'identity-without-role',
  level: 'plan',
  severity: 'error',
  summary: 'A need trusts the ServiceAccount of the pods, which names no role.',
  because:
    'Nothing puts credentials into the pods then: SDKs fall back to the role of the node, or find none and fail at the first request.',
  check: ({ needs, identity }) =>
    // A ServiceAccount that somebody else makes carries what they wrote on it.
    identity.create && identity.annotations[ROLE] === undefined
      ? Object.entries(needs)
          .filter(([, need]) => need.identity === 'irsa')
          .map(([name]) => ({
            path: `needs.${name}.identity`,
            message: `\`identity: 'irsa'\`, but the ServiceAccount ${identity.serviceAccountName} has no annotation ${ROLE}.`,
            fix: `Say it: serviceAccount: { identity: { aws: { role: 'arn:aws:iam::…:role/…' } } }, or use \`identity: 'podIdentity'\`, whose roles are associated outside the cluster.`,
          }))
      : [],
};
