/** emit › ci › GitLab: one file, included by `.gitlab-ci.yml` or named in the project's settings. */

import type { PipelineProvider } from '../../../model/pipelines.ts';
import type { PipelinePlan } from '../../../model/plan/pipeline-plan.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import { toYaml } from '../../../text/yaml.ts';
import { commentJob, jobOf } from './jobs.ts';

/**
 * GitLab CI. The registry of the project and releases need no secret; the project has to allow its jobs to push.
 * @see https://docs.gitlab.com/ci/yaml/
 */
export function gitlabCi(): PipelineProvider {
  return {
    provider: 'gitlab',
    traits: { ownRegistry: /^registry\.gitlab\.com$/, keyless: true, containers: true },
    check: () => [],
    files: (plan) => [
      {
        path: 'ci/gitlab-ci.yml',
        text: `# ${MADE_BY}. Name it in the CI/CD settings of the project, or include it; change the app instead of this file.\n${toYaml(pipeline(plan))}`,
      },
    ],
  };
}

function pipeline(plan: PipelinePlan) {
  const { branch, environments, services } = plan;
  const [service = ''] = services;
  const options = environments.map(({ name }) => name);
  return {
    stages: [
      ...['verify', 'image', 'sign', 'release', 'step'],
      ...(plan.previews === undefined ? [] : ['preview']),
    ],
    workflow: {
      auto_cancel: { on_new_commit: 'interruptible' },
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        { if: `$CI_COMMIT_BRANCH == "${branch}"` },
      ],
    },
    variables: {
      ACTION: {
        description: 'Step to take; `release` for a new version',
        value: 'release',
        options: ['release', 'promote', 'rollback', 'abort'],
      },
      ENVIRONMENT: { description: 'Where to take it', value: options[0] ?? '', options },
      SERVICE: { description: 'Which service', value: service, options: services },
      VALUE: {
        description: 'Number in `slipway release history` to go back to (rollback only)',
        value: '',
      },
    },
    ...Object.fromEntries(
      // A preview's age is GitLab's own affair.
      plan.jobs.filter(({ on }) => on !== 'daily').map((job) => [job.id, jobOf(job, plan)]),
    ),
    comment: commentJob(plan),
  };
}
