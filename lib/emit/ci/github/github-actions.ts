/** emit › ci › GitHub Actions: one workflow, to be copied to `.github/workflows/`. */

import * as v from 'valibot';
import type { PipelineProvider } from '../../../model/pipelines.ts';
import type { PipelinePlan } from '../../../model/plan/pipeline-plan.ts';
import { checkShape } from '../../../model/shape.ts';
import { textOf } from '../../../model/unit-shape.ts';
import { accepted, refused, show } from '../../../units/parsed.ts';
import { MADE_BY } from '../../../text/made-by.ts';
import type { OutputFile } from '../../../text/file-tree.ts';
import { toYaml } from '../../../text/yaml.ts';
import { COMMENT_JOB, isOfPreviews, jobOf } from './jobs.ts';
import { withRemarks } from './actions.ts';

/** What is particular to GitHub. */
export interface GithubActionsOptions {
  /** Label of the machines jobs run on. Default: `ubuntu-24.04`, which brings docker, gh, jq and the commands of the clouds. */
  readonly runsOn?: string;
}

const shape = v.strictObject({
  runsOn: v.optional(
    textOf((text) =>
      /^[\w.-]+$/.test(text)
        ? accepted(text)
        : refused(`${show(text)} is not the label of a runner, as \`ubuntu-24.04\` is`),
    ),
  ),
});

/**
 * GitHub Actions. Images of its own registry and releases need no secret: each job gets a token with the rights it needs.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 */
export function githubActions(options: GithubActionsOptions = {}): PipelineProvider {
  return {
    provider: 'github',
    traits: { ownRegistry: /^ghcr\.io$/, keyless: true, containers: false },
    check: () =>
      checkShape(shape, options).map((problem) => ({
        ...problem,
        path: `provider.${problem.path}`,
      })),
    files: (plan) => {
      const machine = options.runsOn ?? 'ubuntu-24.04';
      return [
        file('slipway', workflow(plan, machine)),
        ...(plan.previews === undefined ? [] : [file('previews', previews(plan, machine))]),
      ];
    },
  };
}

function file(name: string, content: object): OutputFile {
  return {
    path: `ci/github/${name}.yml`,
    text: withRemarks(
      `# ${MADE_BY}. Copy it to .github/workflows/${name}.yml; change the app instead of this file.\n${toYaml(content)}`,
    ),
  };
}

/** Copies of an environment, apart from what is released: other events, and no right to write to the repository. */
function previews(plan: PipelinePlan, machine: string) {
  return {
    name: 'slipway previews',
    on: {
      pull_request: {
        branches: [plan.branch],
        types: ['opened', 'reopened', 'synchronize', 'labeled', 'unlabeled', 'closed'],
      },
      // At night, and not at the full hour, when everybody's jobs begin.
      schedule: [{ cron: '37 3 * * *' }],
    },
    permissions: {},
    concurrency: {
      group: 'slipway-previews-${{ github.event.pull_request.number || github.run_id }}',
      'cancel-in-progress': false,
    },
    jobs: Object.fromEntries(
      plan.jobs.filter(isOfPreviews).map((job) => [job.id, jobOf(job, plan, machine)]),
    ),
  };
}

function workflow(plan: PipelinePlan, machine: string) {
  return {
    name: 'slipway',
    on: {
      pull_request: { branches: [plan.branch] },
      push: { branches: [plan.branch] },
      workflow_dispatch: { inputs: inputsOf(plan) },
    },
    // Each job names its own.
    permissions: {},
    concurrency: {
      // A proposed change replaces its own earlier run; what is released waits at its environment.
      group: "slipway-${{ github.event_name == 'pull_request' && github.ref || github.run_id }}",
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs: Object.fromEntries([
      ...plan.jobs
        .filter((job) => !isOfPreviews(job))
        .map((job) => [job.id, jobOf(job, plan, machine)] as const),
      ['comment', COMMENT_JOB(machine)],
    ]),
  };
}

function inputsOf({ environments, services }: PipelinePlan) {
  const choice = (description: string, options: readonly string[]) => ({
    description,
    type: 'choice',
    required: true,
    options,
  });
  return {
    action: choice('Step to take', ['promote', 'rollback', 'abort']),
    environment: choice(
      'Where',
      environments.map(({ name }) => name),
    ),
    service: choice('Which service', services),
    value: {
      description: 'Number in `slipway release history` to go back to (rollback only)',
      type: 'string',
      required: false,
      default: '',
    },
  };
}
