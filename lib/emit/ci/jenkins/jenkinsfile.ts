/** emit › ci › Jenkins › Jenkinsfile: the plan as declarative stages, one after the other, each in a pod of its own. */

import type { PipelineJobPlan, PipelinePlan } from '../../../model/plan/pipeline-plan.ts';
import { bindingsOf, type JenkinsCredentials } from './credentials.ts';
import { say, sayNamed, type Statement } from './groovy.ts';
import { valuesFile } from '../values.ts';

/** Builds that are kept; a choice. */
const KEPT_BUILDS = '50';
/** Builds that can be taken up again at a stage; a choice. @see https://www.jenkins.io/doc/book/pipeline/running-pipelines/#preserving-stashes-for-use-with-restarted-stages */
const KEPT_STASHES = 10;

/** The whole file. */
export function jenkinsfile(plan: PipelinePlan, ids: JenkinsCredentials): Statement {
  return say(
    'pipeline',
    [],
    [
      say('agent', [{ refer: 'none' }]),
      say(
        'options',
        [],
        [
          // A release is never cut short, and nothing overtakes it.
          say('disableConcurrentBuilds'),
          {
            name: 'buildDiscarder',
            args: [{ refer: `logRotator(numToKeepStr: '${KEPT_BUILDS}')` }],
          },
          // A release that failed is taken up again at its stage, with the images that were built.
          sayNamed('preserveStashes', { buildCount: KEPT_STASHES }),
          sayNamed('timeout', { time: 8, unit: 'HOURS' }),
        ],
      ),
      parameters(plan),
      ...triggers(plan),
      say(
        'stages',
        [],
        [
          lookStage(plan),
          ...plan.jobs.filter(({ on }) => on !== 'closed').map((job) => stageOf(job, plan, ids)),
        ],
      ),
    ],
  );
}

/** Previews go by their age: a closed change starts no build. */
function triggers({ branch, previews }: PipelinePlan): readonly Statement[] {
  if (previews === undefined) return [];
  const daily = { refer: `env.BRANCH_NAME == '${branch}' ? 'H 3 * * *' : ''` };
  return [say('triggers', [], [say('cron', [daily])])];
}

function parameters({ environments, services }: PipelinePlan): Statement {
  const choice = (name: string, description: string, choices: readonly string[]): Statement =>
    sayNamed('choice', {
      name,
      choices: { list: choices },
      description,
    });
  return say(
    'parameters',
    [],
    [
      choice('ACTION', 'Step to take; release for a new version', [
        'release',
        'promote',
        'rollback',
        'abort',
      ]),
      choice(
        'ENVIRONMENT',
        'Where to take it',
        environments.map(({ name }) => name),
      ),
      choice('SERVICE', 'Which service', services),
      sayNamed('string', {
        name: 'VALUE',
        defaultValue: '',
        description: 'Number in slipway release history to go back to (rollback only)',
      }),
    ],
  );
}

/** The pipeline's own commits release nothing: they would go round in circles. */
function lookStage(plan: PipelinePlan): Statement {
  return say(
    'stage',
    ['Look at the commit'],
    [
      agent(plan, 'node'),
      say(
        'steps',
        [],
        [
          say(
            'script',
            [],
            [
              {
                name: 'env.RELEASED',
                assigned: {
                  refer:
                    "sh(script: 'git log -1 --format=%s', returnStdout: true).contains('[skip ci]').toString()",
                },
              },
            ],
          ),
        ],
      ),
    ],
  );
}

function stageOf(job: PipelineJobPlan, plan: PipelinePlan, ids: JenkinsCredentials): Statement {
  const asks = plan.environments.some(({ name, approval }) => approval && name === job.environment);
  const steps = say(
    'steps',
    [],
    [
      locked(job, [
        // Not an option of the stage: that would count the time somebody takes to agree.
        {
          ...sayNamed('timeout', { time: job.timeoutMinutes, unit: 'MINUTES' }),
          block: [
            ...Object.keys(job.takes).map((name) => say('unstash', [name])),
            ...job.steps.map(({ run }) => stepOf(run, job, ids)),
            ...job.gives.map((name) => sayNamed('stash', { name, includes: valuesFile(name) })),
          ],
        },
      ]),
    ].flat(),
  );
  return say(
    'stage',
    [job.title],
    [
      whenOf(job, plan),
      ...(asks
        ? [say('input', [], [say('message', [`${job.title}?`]), say('ok', ['Release'])])]
        : []),
      agent(plan, job.toolbox),
      ...environmentOf(job),
      job.comment === undefined
        ? steps
        : say(
            'stages',
            [],
            [target(ids), say('stage', ['Check'], [steps]), comparison(job.comment, plan)],
          ),
    ],
  );
}

/** One release at a time in an environment, whichever build it belongs to. */
function locked(
  { environment, on }: PipelineJobPlan,
  steps: readonly Statement[],
): readonly Statement[] {
  if (environment === undefined) return steps;
  const name = 'slipway-release-';
  const resource =
    on === 'preview'
      ? { refer: "'slipway-preview-' + env.CHANGE_ID" }
      : typeof environment === 'string'
        ? `${name}${environment}`
        : { refer: `'${name}' + params.ENVIRONMENT` };
  return [{ ...sayNamed('lock', { resource }), block: steps }];
}

const TARGET = 'refs/remotes/origin/$CHANGE_TARGET';

/** What a change is compared with, fetched before anything of the change has run: that could leave a hook for `git` to run. */
function target(ids: JenkinsCredentials): Statement {
  const fetch = `git fetch --no-tags origin "+refs/heads/$CHANGE_TARGET:${TARGET}"`;
  return say(
    'stage',
    ['Fetch what it is compared with'],
    [
      say('when', [], [say('changeRequest')]),
      say(
        'steps',
        [],
        [bound([sayNamed('gitUsernamePassword', { credentialsId: ids.git })], say('sh', [fetch]))],
      ),
    ],
  );
}

/** What will change is kept beside the build of the change. */
function comparison(file: string, { scripts }: PipelinePlan): Statement {
  return say(
    'stage',
    ['Say what will change'],
    [
      say('when', [], [say('changeRequest')]),
      say('steps', [], [say('sh', [`sh ${scripts}/diff.sh "${TARGET}" ${file}`])]),
      say(
        'post',
        [],
        [
          say(
            'always',
            [],
            [sayNamed('archiveArtifacts', { artifacts: file, allowEmptyArchive: true })],
          ),
        ],
      ),
    ],
  );
}

function agent(plan: PipelinePlan, toolbox: string): Statement {
  return say(
    'agent',
    [],
    [
      say(
        'kubernetes',
        [],
        [
          say('yamlFile', [`${plan.scripts}/jenkins/${toolbox}.yaml`]),
          say('defaultContainer', [toolbox]),
        ],
      ),
    ],
  );
}

function whenOf({ on }: PipelineJobPlan, { branch, previews }: PipelinePlan): Statement {
  const byTimer = say('triggeredBy', ['TimerTrigger']);
  const early = [
    ...[say('beforeAgent', [true]), say('beforeInput', [true])],
    ...(previews === undefined || on === 'daily' ? [] : [say('not', [], [byTimer])]),
  ];
  const isRelease = sayNamed('equals', { expected: 'release', actual: { refer: 'params.ACTION' } });
  const isOwn = sayNamed('environment', { name: 'RELEASED', value: 'true' });
  switch (on) {
    case 'preview':
      return say(
        'when',
        [],
        [
          ...early,
          say('changeRequest'),
          // What a fork proposes gets no secrets.
          say('not', [], [sayNamed('changeRequest', { fork: '.+', comparator: 'REGEXP' })]),
        ],
      );
    case 'daily':
    case 'closed':
      return say('when', [], [...early, say('branch', [branch]), byTimer]);
    case 'hand':
      return say('when', [], [...early, say('branch', [branch]), say('not', [], [isRelease])]);
    case 'change':
      return say('when', [], [...early, isRelease]);
    case 'branch':
      return say(
        'when',
        [],
        [...early, say('branch', [branch]), isRelease, say('not', [], [isOwn])],
      );
  }
}

function environmentOf(job: PipelineJobPlan): readonly Statement[] {
  const entries = Object.entries({
    ...job.variables,
    ...(job.toolbox === 'build' ? { BUILDKITD_FLAGS: '--oci-worker-no-process-sandbox' } : {}),
  });
  return entries.length === 0
    ? []
    : [
        say(
          'environment',
          [],
          entries.map(([name, assigned]) => ({ name, assigned })),
        ),
      ];
}

function stepOf(run: string, job: PipelineJobPlan, ids: JenkinsCredentials): Statement {
  const values = Object.keys(job.takes)
    .filter((name) => run.includes(`$${name}`))
    .map((name) => `. ./${valuesFile(name)}\n`)
    .join('');
  const commit = run.includes('/image.sh ') ? 'COMMIT=$GIT_COMMIT ' : '';
  const preview = run.includes('"$PREVIEW"') ? 'PREVIEW=pr-$CHANGE_ID\n' : '';
  return bound(bindingsOf(run, job, ids), say('sh', [`${values}${preview}${commit}${run}`]));
}

function bound(bindings: readonly Statement[], step: Statement): Statement {
  return bindings.length === 0
    ? step
    : { name: 'withCredentials', args: [{ list: bindings }], block: [step] };
}
