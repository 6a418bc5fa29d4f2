/** emit › ci › GitHub › jobs: a job of the plan with the rights, steps and values GitHub wants to be told of. */

import type {
  PipelineEnvironmentPlan,
  PipelineJobPlan,
  PipelinePlan,
} from '../../../model/plan/pipeline-plan.ts';
import { ACTIONS } from './actions.ts';

type Step = Readonly<Record<string, unknown>>;

/** A change of somebody who may push here: what a fork proposes gets no secrets. */
const OWN_CHANGE =
  "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository";

/** When a job runs. */
function occasion(on: PipelineJobPlan['on'], label: string): string {
  switch (on) {
    case 'change':
      return "github.event_name != 'workflow_dispatch'";
    case 'branch':
      return "github.event_name == 'push'";
    case 'hand':
      return "github.event_name == 'workflow_dispatch'";
    case 'preview':
      // A closed one can be labelled still.
      return `${OWN_CHANGE} && github.event.pull_request.state == 'open' && contains(github.event.pull_request.labels.*.name, '${label}')`;
    case 'closed':
      return `${OWN_CHANGE} && (github.event.action == 'closed' || (github.event.action == 'unlabeled' && github.event.label.name == '${label}'))`;
    case 'daily':
      return "github.event_name == 'schedule'";
  }
}

/** Room a comment has: 65,536 characters, less what surrounds it. */
const LONGEST_COMMENT = 60_000;

/** A job of a workflow. */
export function jobOf(job: PipelineJobPlan, plan: PipelinePlan, machine: string) {
  const { id, title, needs, gives, takes, comment } = job;
  const outputs = {
    ...Object.fromEntries(gives.map((name) => [name, `\${{ steps.values.outputs.${name} }}`])),
    ...(comment === undefined ? {} : { diff: '${{ steps.diff.outputs.diff }}' }),
  };
  const env = {
    ...job.variables,
    ...Object.fromEntries(
      Object.entries(takes).map(([name, from]) => [name, `\${{ needs.${from}.outputs.${name} }}`]),
    ),
  };
  return {
    name: title,
    if: occasion(job.on, plan.previews?.label ?? ''),
    ...(needs.length === 0 ? {} : { needs }),
    'runs-on': machine,
    'timeout-minutes': job.timeoutMinutes,
    permissions: permissionsOf(job),
    ...(isOfPreviews(job) ? previewOf(job) : environmentOf(job, plan.environments)),
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    steps: [
      {
        name: 'Check out',
        uses: ACTIONS.checkout.uses,
        with: {
          'persist-credentials': false,
          ...(job.history ? { 'fetch-depth': 0 } : {}),
          // What is closed may be gone.
          ...(job.on === 'closed' ? { ref: plan.branch } : {}),
        },
      },
      ...toolboxSteps(job),
      ...(id === 'render' ? [sameWorkflow(plan)] : []),
      ...job.steps.map((step) => stepOf(step, job)),
      ...(gives.length === 0
        ? []
        : [
            {
              name: 'Hand on values',
              id: 'values',
              run: 'cat ci-values/*.env >> "$GITHUB_OUTPUT"',
            },
          ]),
      ...(comment === undefined ? [] : [diffStep(comment, plan)]),
    ],
  };
}

/** Whether a job belongs to the workflow of previews. */
export function isOfPreviews({ on }: PipelineJobPlan): boolean {
  return on === 'preview' || on === 'closed' || on === 'daily';
}

/** Tells our comment from those that other workflows make under the same name; it is not shown. */
const COMMENT_MARK = '<!-- slipway: what will change -->';

const COMMENT = [
  'body=$(mktemp)',
  `printf '%s\\n%s\\n' '${COMMENT_MARK}' "$DIFF" > "$body"`,
  'comments=repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments',
  `own=$(gh api --paginate "$comments" --jq '.[] | select(.user.type == "Bot" and (.body | startswith("${COMMENT_MARK}"))) | .id' | tail -n 1)`,
  'if [ -n "$own" ]; then',
  '  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field "body=@$body"',
  'else',
  '  gh api --silent "$comments" --field "body=@$body"',
  'fi',
].join('\n');

/** Writes what will change beside the proposed change; it runs nothing of the change itself. */
export function COMMENT_JOB(machine: string) {
  return {
    name: 'Say what will change',
    if: "!cancelled() && github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository && needs.render.outputs.diff != ''",
    needs: ['render'],
    'runs-on': machine,
    'timeout-minutes': 5,
    permissions: { 'pull-requests': 'write' },
    steps: [
      {
        name: 'Comment',
        env: {
          GH_TOKEN: '${{ github.token }}',
          NUMBER: '${{ github.event.pull_request.number }}',
          DIFF: '${{ needs.render.outputs.diff }}',
        },
        run: COMMENT,
      },
    ],
  };
}

function permissionsOf(job: PipelineJobPlan) {
  return {
    contents: job.repository,
    ...(job.packages ? { packages: 'write' } : {}),
    ...(job.identity !== undefined || job.keyless ? { 'id-token': 'write' } : {}),
  };
}

function environmentOf(
  { environment }: PipelineJobPlan,
  environments: readonly PipelineEnvironmentPlan[],
) {
  if (environment === undefined) return {};
  const asked = typeof environment !== 'string';
  const name = asked ? '${{ inputs.environment }}' : environment;
  const url = environments.find((each) => each.name === environment)?.url;
  return {
    environment: { name, ...(url === undefined ? {} : { url }) },
    concurrency: { group: `slipway-release-${name}`, 'cancel-in-progress': false },
  };
}

/** One preview is changed by one job at a time. */
function previewOf({ environment, on }: PipelineJobPlan) {
  const number = on === 'daily' ? 'prune' : '${{ github.event.pull_request.number }}';
  return {
    ...(typeof environment === 'string' ? { environment: { name: environment } } : {}),
    ...(environment === undefined
      ? {}
      : { concurrency: { group: `slipway-preview-${number}`, 'cancel-in-progress': false } }),
  };
}

function toolboxSteps({ toolbox, keyless, steps }: PipelineJobPlan): readonly Step[] {
  switch (toolbox) {
    case 'node':
      return [
        {
          name: 'Set up Node',
          uses: ACTIONS.setupNode.uses,
          with: { 'node-version': 24, 'package-manager-cache': false },
        },
      ];
    case 'sign':
      return keyless || steps.length > 0
        ? [{ name: 'Set up cosign', uses: ACTIONS.cosign.uses }]
        : [];
    case 'tests':
    case 'build':
      return [];
  }
}

function stepOf({ title, run }: PipelineJobPlan['steps'][number], job: PipelineJobPlan): Step {
  const env = secretsOf(run, job);
  const body = {
    name: title,
    ...(Object.keys(env).length === 0 ? {} : { env }),
  };
  if (job.toolbox === 'tests') {
    return {
      ...body,
      env: { TESTS: run },
      run: `docker run --rm --volume "$PWD:/src" --workdir /src ${job.image ?? ''} sh -euc "$TESTS"`,
    };
  }
  const isLogin = run.includes('/login.sh ');
  return {
    ...body,
    run: isLogin && job.identity !== undefined ? `${idToken(job.identity)}\n${run}` : run,
  };
}

/** Secrets reach the one step that needs them. Names to log in with are no secrets, or GitHub would blank out images that hold them. */
function secretsOf(run: string, job: PipelineJobPlan): Readonly<Record<string, string>> {
  const own = job.packages;
  return {
    ...(run.includes('/login.sh password')
      ? {
          REGISTRY_USER: own ? '${{ github.actor }}' : '${{ vars.REGISTRY_USER }}',
          REGISTRY_PASSWORD: own ? '${{ github.token }}' : '${{ secrets.REGISTRY_PASSWORD }}',
        }
      : {}),
    ...(run.includes('cosign sign') && job.secrets.includes('signingKey')
      ? {
          COSIGN_KEY: 'env://COSIGN_PRIVATE_KEY',
          COSIGN_PRIVATE_KEY: '${{ secrets.COSIGN_PRIVATE_KEY }}',
          COSIGN_PASSWORD: '${{ secrets.COSIGN_PASSWORD }}',
        }
      : {}),
    ...(run.includes('/image.sh ') ? { COMMIT: '${{ github.sha }}' } : {}),
    ...(run.includes('/release.sh ') ? { GIT_TOKEN: '${{ github.token }}' } : {}),
    ...(run.includes('/deploy.sh ') || run.includes('/preview.sh ')
      ? { KUBECONFIG_TEXT: '${{ secrets.KUBECONFIG_TEXT }}' }
      : {}),
    ...(run.includes('"$PREVIEW"')
      ? { PREVIEW: 'pr-${{ github.event.pull_request.number }}' }
      : {}),
    ...(job.on === 'hand'
      ? {
          ACTION: '${{ inputs.action }}',
          ENVIRONMENT: '${{ inputs.environment }}',
          SERVICE: '${{ inputs.service }}',
          VALUE: '${{ inputs.value }}',
        }
      : {}),
  };
}

/** @see https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token */
function idToken(audience: string): string {
  return [
    `ID_TOKEN=$(curl -fsS -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=${encodeURIComponent(audience)}" | jq -r .value)`,
    'export ID_TOKEN',
  ].join('\n');
}

/** GitHub runs the copy: it must not lag behind. */
function sameWorkflow({ previews, scripts }: PipelinePlan): Step {
  return {
    name: 'Compare the workflow with the one the app makes',
    run: (previews === undefined ? ['slipway'] : ['slipway', 'previews'])
      .map(
        (name) =>
          `cmp .github/workflows/${name}.yml ${scripts}/github/${name}.yml || { echo '::error::Copy ${scripts}/github/${name}.yml to .github/workflows/ and commit it.'; exit 1; }`,
      )
      .join('\n'),
  };
}

function diffStep(file: string, { scripts }: PipelinePlan): Step {
  return {
    name: 'Say what will change',
    id: 'diff',
    if: "!cancelled() && github.event_name == 'pull_request'",
    env: { BASE: 'origin/${{ github.base_ref }}' },
    run: [
      'status=0',
      `sh ${scripts}/diff.sh "$BASE" ${file} || status=$?`,
      `cat ${file} >> "$GITHUB_STEP_SUMMARY"`,
      "end=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')",
      `{ echo "diff<<$end"; head -c ${LONGEST_COMMENT} ${file}; echo; echo "$end"; } >> "$GITHUB_OUTPUT"`,
      'exit "$status"',
    ].join('\n'),
  };
}
