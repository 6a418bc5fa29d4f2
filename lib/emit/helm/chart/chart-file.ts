/** emit › helm › Chart.yaml: what a chart says of itself. */

import type { ServicePlan } from '../../../model/plan/service-plan.ts';
import type { ImageSpec } from '../../../model/spec/image-spec.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import { toYaml } from '../../../text/yaml.ts';
import type { Described } from '../parameter.ts';

/** Version of the chart's own layout: a change of values or templates that is not the application's. */
const CHART_VERSION = '0.1.0';

/** The text of Chart.yaml. */
export function chartText({ plan, spec }: Described): string {
  const { tag, digest } = servingImage(plan) ?? spec.image;
  const appVersion = tag ?? digest ?? '';
  return `# ${MADE_BY} from the description of ${plan.service}.\n${toYaml({
    apiVersion: 'v2',
    name: plan.service,
    description: `The service ${plan.service} with its processes, probes, autoscaling and routes.`,
    type: 'application',
    version: CHART_VERSION,
    appVersion,
    kubeVersion: `>=${plan.kubernetes}.0-0`,
    annotations: artifactHub(plan),
  })}`;
}

/** What Artifact Hub shows. @see https://artifacthub.io/docs/topics/annotations/helm/ */
function artifactHub(plan: ServicePlan): Readonly<Record<string, string>> {
  const images = Object.values(plan.processes).flatMap((process) =>
    'stacks' in process ? process.stacks.map(({ image }) => image) : [process.image],
  );
  const references = [...new Set(images.map(({ reference }) => reference))].toSorted();
  return {
    'artifacthub.io/images': toYaml(
      references.map((image, index) => ({
        name: index === 0 ? plan.service : `${plan.service}-${index + 1}`,
        image,
      })),
    ),
  };
}

/** Under versions side by side, the image of the slot that serves. */
function servingImage(plan: ServicePlan): ImageSpec | undefined {
  for (const process of Object.values(plan.processes)) {
    if (!('rollout' in process) || process.rollout.kind !== 'parallelStacks') continue;
    return process.rollout.slots[process.rollout.active]?.image;
  }
  return undefined;
}
