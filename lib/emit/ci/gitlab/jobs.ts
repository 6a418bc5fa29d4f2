/** emit › ci › GitLab › jobs: a job of the plan as GitLab spells it. */

import { valuesFile } from '../values.ts';
import type { PipelineJobPlan, PipelinePlan } from '../../../model/plan/pipeline-plan.ts';

const STAGES: Readonly<Record<string, string>> = {
  verify: 'verify',
  render: 'verify',
  step: 'step',
  'preview-end': 'preview',
};

/** A job. */
export function jobOf(job: PipelineJobPlan, plan: PipelinePlan) {
  const { id, needs, gives, comment } = job;
  const variables = variablesOf(job);
  const tokens = tokensOf(job);
  const artifacts = {
    ...(gives.length === 0 ? {} : { reports: { dotenv: gives.map(valuesFile) } }),
    ...(comment === undefined
      ? {}
      : { when: 'always', expose_as: 'What will change', paths: [comment] }),
  };
  return {
    stage: STAGES[id] ?? /^[a-z]+/.exec(id)?.[0] ?? 'release',
    ...(job.image === undefined
      ? {}
      : {
          image:
            job.toolbox === 'node' || job.toolbox === 'tests'
              ? job.image
              : { name: job.image, entrypoint: [''] },
        }),
    rules: rulesOf(job, plan),
    needs,
    timeout: `${job.timeoutMinutes} minutes`,
    interruptible: job.environment === undefined,
    ...(job.on === 'preview' || job.on === 'closed'
      ? previewOf(job, plan)
      : environmentOf(job, plan)),
    ...(Object.keys(tokens).length === 0 ? {} : { id_tokens: tokens }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    script: [
      ...job.steps.map(({ run }) => withLogin(run, job)),
      ...(comment === undefined
        ? []
        : [
            `if [ -n "\${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}" ]; then sh ${plan.scripts}/diff.sh "$CI_MERGE_REQUEST_DIFF_BASE_SHA" ${comment}; fi`,
          ]),
    ],
    ...(Object.keys(artifacts).length === 0 ? {} : { artifacts }),
  };
}

/** Writes what will change beside the merge request, where a token for that is given. It runs nothing of the change itself. */
export function commentJob(plan: PipelinePlan) {
  const file = plan.jobs.find(({ comment }) => comment !== undefined)?.comment ?? '';
  const image = plan.jobs.find(({ toolbox }) => toolbox === 'node')?.image;
  return {
    stage: 'verify',
    ...(image === undefined ? {} : { image }),
    rules: [
      {
        if: '$CI_PIPELINE_SOURCE == "merge_request_event" && $SLIPWAY_COMMENT_TOKEN',
        when: 'always',
      },
    ],
    needs: ['render'],
    timeout: '5 minutes',
    interruptible: true,
    variables: { GIT_STRATEGY: 'none' },
    // The token goes in by standard input: an argument could be seen by others.
    script: [
      [
        'printf \'header = "PRIVATE-TOKEN: %s"\\n\' "$SLIPWAY_COMMENT_TOKEN" |',
        '  curl --config - --fail --silent --show-error --output /dev/null',
        `  --data-urlencode body@${file}`,
        '  "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"',
      ]
        .join(' \\\n')
        .replace('| \\', '|'),
    ],
  };
}

function rulesOf({ on, environment }: PipelineJobPlan, { environments, previews }: PipelinePlan) {
  const byHand = '$ACTION != "release"';
  switch (on) {
    case 'hand':
      return [{ if: `$CI_PIPELINE_SOURCE == "web" && ${byHand}` }];
    case 'preview':
      return [{ if: wantsPreview(previews) }];
    case 'closed':
      return [{ if: wantsPreview(previews), when: 'manual', allow_failure: true }];
    case 'daily':
      return [{ when: 'never' }];
    case 'change':
      return [{ if: byHand, when: 'never' }, { when: 'on_success' }];
    case 'branch': {
      const asks = environments.find(({ name }) => name === environment)?.approval === true;
      return [
        { if: `$CI_PIPELINE_SOURCE == "merge_request_event" || ${byHand}`, when: 'never' },
        asks ? { when: 'manual', allow_failure: true } : { when: 'on_success' },
      ];
    }
  }
}

/** A change of somebody who may push here: jobs of forks run elsewhere, without the variables of this project. */
function wantsPreview(previews: PipelinePlan['previews']): string {
  return `$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID && $CI_MERGE_REQUEST_LABELS =~ /(^|,)${previews?.label ?? ''}(,|$)/`;
}

/** GitLab ends a preview itself, with its merge request or by its age. @see https://docs.gitlab.com/ci/environments/#stopping-an-environment */
function previewOf({ environment, on }: PipelineJobPlan, { previews }: PipelinePlan) {
  if (typeof environment !== 'string') return {};
  const name = `${environment}/mr-$CI_MERGE_REQUEST_IID`;
  return {
    environment:
      on === 'closed'
        ? { name, action: 'stop' }
        : { name, on_stop: 'preview-end', auto_stop_in: `${previews?.keepHours ?? 0} hours` },
    resource_group: `slipway-preview-mr-$CI_MERGE_REQUEST_IID`,
  };
}

function environmentOf({ environment }: PipelineJobPlan, { environments }: PipelinePlan) {
  if (environment === undefined) return {};
  const name = typeof environment === 'string' ? environment : '$ENVIRONMENT';
  const url = environments.find((each) => each.name === environment)?.url;
  return {
    environment: { name, ...(url === undefined ? {} : { url }) },
    resource_group: `slipway-release-${name}`,
  };
}

function tokensOf({ identity, keyless }: PipelineJobPlan) {
  return {
    ...(identity === undefined ? {} : { ID_TOKEN: { aud: identity } }),
    ...(keyless ? { SIGSTORE_ID_TOKEN: { aud: 'sigstore' } } : {}),
  };
}

/** Passwords are not written here: REGISTRY_PASSWORD, COSIGN_PRIVATE_KEY and KUBECONFIG are masked variables of the project. */
function variablesOf(job: PipelineJobPlan): Readonly<Record<string, string>> {
  return {
    ...job.variables,
    ...(job.history ? { GIT_DEPTH: '0' } : {}),
    ...(job.steps.some(({ run }) => run.includes('"$PREVIEW"'))
      ? { PREVIEW: 'mr-$CI_MERGE_REQUEST_IID' }
      : {}),
    ...(job.toolbox === 'build'
      ? {
          BUILDKITD_FLAGS: '--oci-worker-no-process-sandbox',
          COMMIT: '$CI_COMMIT_SHA',
        }
      : {}),
    ...(job.secrets.includes('signingKey') ? { COSIGN_KEY: 'env://COSIGN_PRIVATE_KEY' } : {}),
  };
}

/** GitLab hands the name and password of its own registry over in variables. */
function withLogin(run: string, { packages }: PipelineJobPlan): string {
  return packages && run.includes('/login.sh password')
    ? `REGISTRY_USER=$CI_REGISTRY_USER REGISTRY_PASSWORD=$CI_REGISTRY_PASSWORD ${run}`
    : run;
}
