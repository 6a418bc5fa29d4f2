/** resolve › pipeline: options and services → the plan of a pipeline: verify, build, sign, compare, release, step by hand. */

import { parseDuration } from '../../units/duration.ts';
import type {
  PipelineEnvironmentPlan,
  PipelineJobPlan,
  PipelinePlan,
} from '../../model/plan/pipeline-plan.ts';
import type { PipelineSpec } from '../../model/spec/pipeline-spec.ts';
import { imagesOf, type PipelinedService } from './images.ts';
import {
  boxed,
  buildJobs,
  type Context,
  type PipelineInput,
  PLAIN,
  rightsOf,
} from './job-parts.ts';
import { loginOf, registryOf } from './logins.ts';
import { previewJobs, previewsOf } from './preview-jobs.ts';
import { BUILDKIT_IMAGE, JOB_MINUTES } from './toolboxes.ts';

/** Decides everything a pipeline does; options are checked before (`checkPipeline`). */
export function resolvePipeline(input: PipelineInput): PipelinePlan {
  const { spec, services } = input;
  const context: Context = {
    ...input,
    scripts: `${spec.outputs ?? 'dist'}/ci`,
    images: imagesOf(services, spec.images),
    environments: environmentsIn(spec, services),
  };
  return {
    branch: spec.branch ?? 'main',
    scripts: context.scripts,
    environments: context.environments,
    services: [...new Set(services.map(({ service }) => service))],
    builder: BUILDKIT_IMAGE,
    ...previewsOf(spec),
    jobs: [
      ...verifyJob(context),
      renderJob(context),
      ...imageJobs(context),
      ...signJobs(context),
      ...releaseJobs(context),
      stepJob(context),
      ...previewJobs(context),
    ],
  };
}

function environmentsIn(
  { environments, previews }: PipelineSpec,
  services: readonly PipelinedService[],
): readonly PipelineEnvironmentPlan[] {
  const names =
    environments === undefined
      ? [...new Set(services.map(({ environment }) => environment))].filter(
          (environment) => environment !== previews?.environment,
        )
      : Object.keys(environments);
  return names.map((name, index) => {
    const { approval = index > 0 || names.length === 1, url } = environments?.[name] ?? {};
    return { name, approval, ...(url === undefined ? {} : { url }) };
  });
}

function verifyJob({ spec: { verify } }: Context): readonly PipelineJobPlan[] {
  if (verify === undefined) return [];
  const timeout = parseDuration(verify.timeout ?? JOB_MINUTES.verify * 60);
  return [
    {
      ...PLAIN,
      id: 'verify',
      title: 'Test the application',
      on: 'change',
      toolbox: 'tests',
      image: verify.image,
      timeoutMinutes: timeout.ok ? Math.ceil(timeout.value / 60) : JOB_MINUTES.verify,
      steps: [{ title: 'Test', run: verify.run.join('\n') }],
    },
  ];
}

function renderJob(context: Context): PipelineJobPlan {
  return {
    ...PLAIN,
    ...boxed(context, 'node'),
    id: 'render',
    title: 'Check descriptions and outputs',
    on: 'change',
    history: true,
    comment: 'diff.md',
    timeoutMinutes: JOB_MINUTES.render,
    steps: [{ title: 'Check, and compare outputs', run: `sh ${context.scripts}/check.sh` }],
  };
}

function imageJobs(context: Context): readonly PipelineJobPlan[] {
  const tests = context.spec.verify === undefined ? [] : ['verify'];
  return buildJobs(context, context.images, '').map((job) => ({
    ...job,
    on: 'branch',
    needs: [...tests, 'render'],
  }));
}

/** Apart from building, so that no line of a Dockerfile runs beside the identity that signs. */
function signJobs(context: Context): readonly PipelineJobPlan[] {
  const { images, scripts, spec, traits } = context;
  const sign = spec.sign ?? (traits.keyless ? 'keyless' : 'key');
  if (sign === false) return [];
  return images.map(({ id, value, repository }) => {
    const host = registryOf(repository);
    const login = loginOf(host, spec.registries?.[host], { traits, scripts });
    const rights = rightsOf(login);
    const key = sign === 'key' ? '--key "$COSIGN_KEY" ' : '';
    return {
      ...PLAIN,
      ...boxed(context, 'sign'),
      id: `sign-${id}`,
      title: `Sign ${repository}`,
      on: 'branch',
      needs: [`image-${id}`],
      ...rights,
      secrets: [...rights.secrets, ...(sign === 'key' ? (['signingKey'] as const) : [])],
      keyless: sign === 'keyless',
      takes: { [value]: `image-${id}` },
      timeoutMinutes: JOB_MINUTES.sign,
      steps: [
        { title: `Log in to ${host}`, run: login.run },
        { title: 'Sign the digest', run: `cosign sign --yes ${key}"$${value}"` },
      ],
    };
  });
}

/** One environment after the other, each with the very digests that were signed. */
function releaseJobs(context: Context): readonly PipelineJobPlan[] {
  const { environments, images, services, spec } = context;
  const signed = spec.sign !== false;
  const ready = images.map(({ id }) => `${signed ? 'sign' : 'image'}-${id}`);
  const released = environments.flatMap(({ name }) => {
    const own = images.flatMap((image) => {
      const names = services
        .filter(
          ({ environment, repository }) => environment === name && repository === image.repository,
        )
        .map(({ service }) => service);
      return names.length === 0 ? [] : [{ image, names }];
    });
    return own.length === 0 ? [] : [{ name, own }];
  });
  return released.map(({ name, own }, index) => {
    const before = released[index - 1];
    return {
      ...releasing(context),
      id: `release-${name}`,
      title: `Release in ${name}`,
      on: 'branch',
      // Values reach only those who need their giver themselves.
      needs: [
        ...new Set([
          ...own.map(({ image }) => `image-${image.id}`),
          ...ready,
          ...(before === undefined ? [] : [`release-${before.name}`]),
        ]),
      ],
      environment: name,
      takes: Object.fromEntries(own.map(({ image }) => [image.value, `image-${image.id}`])),
      steps: [
        {
          title: `Release ${own.flatMap(({ names }) => names).join(', ')}`,
          // All at once: a service that takes no new version now holds up no other, whoever runs the job.
          run: `sh ${context.scripts}/release.sh ${name} set ${own
            .map(({ image, names }) => `${listed(names)} "$${image.value}"`)
            .join(' ')}`,
        },
        ...deploying(context, name),
      ],
    };
  });
}

/** Names as one word of shell; they are DNS labels. */
function listed(names: readonly string[]): string {
  return names.length === 1 ? names.join('') : `'${names.join(' ')}'`;
}

/** A step somebody asks for: the next phase, back to what ran before, or giving up. */
function stepJob(context: Context): PipelineJobPlan {
  return {
    ...releasing(context),
    id: 'step',
    title: 'Take a step by hand',
    on: 'hand',
    environment: { kind: 'asked' },
    steps: [
      {
        title: 'Take the step',
        run: `sh ${context.scripts}/release.sh "$ENVIRONMENT" "$ACTION" "$SERVICE" "$VALUE"`,
      },
      ...deploying(context, '"$ENVIRONMENT"'),
    ],
  };
}

function releasing(context: Context) {
  const inCluster = context.spec.deploy === 'cluster';
  return {
    ...PLAIN,
    ...boxed(context, 'node'),
    repository: 'write',
    history: true,
    secrets: inCluster ? (['cluster'] as const) : [],
    timeoutMinutes: inCluster ? JOB_MINUTES.releaseInCluster : JOB_MINUTES.release,
  } as const;
}

function deploying({ spec, scripts }: Context, environment: string) {
  return spec.deploy === 'cluster'
    ? [{ title: 'Bring it into the cluster', run: `sh ${scripts}/deploy.sh ${environment}` }]
    : [];
}
