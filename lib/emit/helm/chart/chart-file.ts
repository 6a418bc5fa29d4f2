/** emit › helm › Chart.yaml: what a chart says of itself. */

import { MADE_BY } from '../../../text/made-by.ts';
import { toYaml } from '../../../text/yaml.ts';
import type { Described } from '../parameter.ts';

/** Version of the chart's own layout: a change of values or templates that is not the application's. */
const CHART_VERSION = '0.1.0';

/** The text of Chart.yaml. */
export function chartText({ plan, spec }: Described): string {
  const appVersion = spec.image.tag ?? spec.image.digest ?? '';
  return `# ${MADE_BY} from the description of ${plan.service}.\n${toYaml({
    apiVersion: 'v2',
    name: plan.service,
    description: `The service ${plan.service} with its processes, probes, autoscaling and routes.`,
    type: 'application',
    version: CHART_VERSION,
    appVersion,
    kubeVersion: `>=${plan.kubernetes}.0-0`,
  })}`;
}
