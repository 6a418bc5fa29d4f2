// All that is said of a service of a page when it is synthesised, notes apart, as `<environment> <code>: <message>`.
import { environmentsOf, resolve, type Service } from '../../lib/index.ts';
import { lower } from '../../lib/kubernetes/lower.ts';
import { seal } from '../../lib/kubernetes/seal.ts';
import { MANIFEST_RULES, PLAN_RULES } from '../../lib/rules/catalogue.ts';
import { checkManifests, checkPlan } from '../../lib/rules/engine.ts';
import { noFiles } from '../support/synthesise.ts';

export function complaintsAbout(service: Service): readonly string[] {
  return environmentsOf(service).flatMap((environment) => {
    const { plan, diagnostics } = resolve(service, environment, { readText: noFiles });
    const said = plan === undefined ? [] : checkPlan(PLAN_RULES, plan);
    const objects = plan === undefined ? [] : seal(lower(plan)).map(({ manifest }) => manifest);
    return [
      ...diagnostics,
      ...said,
      ...checkManifests(MANIFEST_RULES, objects, { planChecked: true, said }),
    ]
      .filter(({ severity }) => severity !== 'note')
      .map(({ code, message }) => `${environment} ${code}: ${message}`);
  });
}
