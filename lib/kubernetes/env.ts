/** kubernetes › environment: variables of a container. Literal values stand in the pod template, so a change rolls the pods and running ones keep theirs. */

import type { k8s } from 'cdk8s-plus-28';
import type { EnvVarPlan } from '../model/plan/container-plan.ts';
import type { Plain } from './plain.ts';

/** A variable as the API spells it. */
export function lowerEnvVar(variable: EnvVarPlan): Plain<k8s.EnvVar> {
  const { name } = variable;
  switch (variable.kind) {
    case 'value':
      return { name, value: variable.value };
    case 'secret':
      return {
        name,
        valueFrom: {
          secretKeyRef: {
            name: variable.secret,
            key: variable.key,
            optional: variable.optional ? true : undefined,
          },
        },
      };
    case 'field':
      return { name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
  }
}
