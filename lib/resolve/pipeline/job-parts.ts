/** resolve › pipeline › parts: what jobs of every kind are made from. */

import type { PipelineTraits } from '../../model/pipelines.ts';
import type { PipelineEnvironmentPlan, PipelineJobPlan } from '../../model/plan/pipeline-plan.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import type { PipelinedImage, PipelinedService } from './images.ts';
import { loginOf, registryOf } from './logins.ts';
import { JOB_MINUTES, TOOLBOX_IMAGES } from './toolboxes.ts';

/** What a plan is made of. */
export interface PipelineInput {
  readonly spec: PipelineSpec;
  readonly traits: PipelineTraits;
  readonly services: readonly PipelinedService[];
}

/** What every job may read. */
export interface Context extends PipelineInput {
  readonly scripts: string;
  readonly images: readonly PipelinedImage[];
  readonly environments: readonly PipelineEnvironmentPlan[];
}

/** A job with no rights, secrets or values. */
export const PLAIN = {
  needs: [],
  repository: 'read',
  packages: false,
  secrets: [],
  keyless: false,
  history: false,
  variables: {},
  gives: [],
  takes: {},
} as const;

/** Image of a toolbox, where jobs run in containers at all. */
export function boxed(
  { spec, traits }: Context,
  toolbox: 'node' | 'build' | 'sign',
): Pick<PipelineJobPlan, 'toolbox' | 'image'> {
  return {
    toolbox,
    ...(traits.containers ? { image: spec.toolboxes?.[toolbox] ?? TOOLBOX_IMAGES[toolbox] } : {}),
  };
}

/** Builds of images; `prefix` tells those of one occasion from those of another. */
export function buildJobs(
  context: Context,
  images: readonly PipelinedImage[],
  prefix: string,
): readonly Omit<PipelineJobPlan, 'on'>[] {
  const { scripts, spec, traits } = context;
  return images.map(({ id, value, repository, context: folder, dockerfile }) => {
    const host = registryOf(repository);
    const login = loginOf(host, spec.registries?.[host], { traits, scripts });
    return {
      ...PLAIN,
      ...boxed(context, 'build'),
      id: `${prefix}image-${id}`,
      title: `Build ${repository}${prefix === '' ? '' : ' for the preview'}`,
      ...rightsOf(login),
      gives: [value],
      timeoutMinutes: JOB_MINUTES.image,
      steps: [
        { title: `Log in to ${host}`, run: login.run },
        {
          title: 'Build, attest and push',
          run: `sh ${scripts}/image.sh ${value} ${repository} ${folder} ${dockerfile}`,
        },
      ],
    };
  });
}

/** What a login needs, as rights of the job that logs in. */
export function rightsOf({
  variables,
  secrets,
  identity,
  packages,
}: ReturnType<typeof loginOf>): Pick<
  PipelineJobPlan,
  'variables' | 'secrets' | 'identity' | 'packages'
> {
  return { variables, secrets, packages, ...(identity === undefined ? {} : { identity }) };
}
