/** servers: the variables of Python programs on a read-only root. */

import type { EnvVarPlan } from '../model/plan/container-plan.ts';

/** HOME and TMPDIR lie in the one place that can be written; the rest keeps Python from writing and from buffering. */
export const PYTHON_ENVIRONMENT: readonly EnvVarPlan[] = valueVariables({
  HOME: '/tmp',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '1',
  TMPDIR: '/tmp',
});

/** Variables with plain values. */
export function valueVariables(values: Readonly<Record<string, string>>): readonly EnvVarPlan[] {
  return Object.entries(values).map(([name, value]) => ({ name, kind: 'value', value }));
}
