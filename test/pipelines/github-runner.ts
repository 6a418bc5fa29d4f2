// Runs a workflow of GitHub Actions here: its expressions by GitHub's own evaluator, its steps by bash, each job in a clone of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readers } from './install.ts';
import type { Project } from './project.ts';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
type Outputs = Readonly<Record<string, string>>;

/** What happened to a job. */
export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Outputs;
  readonly log: string;
}

const { data, Evaluator, Lexer, Parser } = await import(readers.github);
const SCRATCH = 'runner-files';
/** What somebody set up for the repository. */
const SETTINGS = {
  vars: { REGISTRY_USER: 'me' },
  secrets: { REGISTRY_PASSWORD: 'registry-password' },
};

/** What a run is about, beside the event. */
export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Which of the project's workflows. Default: `slipway`. */
  readonly workflow?: string;
  /** Secrets beside those every repository has. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Runs all jobs in the order of their needs. */
export function runWorkflow(
  project: Project,
  github: Readonly<Record<string, unknown>>,
  { inputs = {}, workflow: name = 'slipway', secrets = {} }: RunOptions = {},
): Readonly<Record<string, JobResult>> {
  const workflow: { readonly jobs: Readonly<Record<string, Job>> } = parse(
    readFileSync(join(project.folder, `.github/workflows/${name}.yml`), 'utf8'),
  );
  const results: Record<string, JobResult> = {};
  const waiting = new Set(Object.keys(workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find((id) =>
      (workflow.jobs[id]?.needs ?? []).every((need) => need in results),
    );
    const job = workflow.jobs[next ?? ''];
    if (next === undefined || job === undefined) throw new Error('jobs wait for one another');
    waiting.delete(next);
    const needs = Object.fromEntries((job.needs ?? []).map((id) => [id, results[id]]));
    results[next] = runJob(project, job, {
      ...{ github, inputs, needs, ...SETTINGS },
      secrets: { ...SETTINGS.secrets, ...secrets },
    });
  }
  return results;
}

function runJob(
  project: Project,
  job: Job,
  contexts: Readonly<Record<string, unknown>>,
): JobResult {
  const needs = Object.values<JobResult>(Object(contexts['needs']));
  const ready = needs.every(({ result }) => result === 'success');
  if (!wants(job.if, ready, contexts)) return { result: 'skipped', outputs: {}, log: '' };
  const cwd = project.clone();
  mkdirSync(join(cwd, '..', SCRATCH), { recursive: true });
  const steps: Record<string, { readonly outputs: Outputs }> = {};
  let ok = true;
  let log = '';
  for (const step of job.steps) {
    const known = { ...contexts, steps };
    if (step.run === undefined || !wants(step.if, ok, known)) continue;
    const file = join(cwd, '..', SCRATCH, 'output');
    writeFileSync(file, '');
    const texts = Object.entries({ ...job.env, ...step.env });
    const ran = spawnSync('bash', ['-e', '-c', filled(step.run, known)], {
      cwd,
      encoding: 'utf8',
      timeout: 300_000,
      env: {
        ...project.env,
        ...Object.fromEntries(texts.map(([name, text]) => [name, filled(text, known)])),
        GITHUB_OUTPUT: file,
        GITHUB_STEP_SUMMARY: join(cwd, '..', SCRATCH, 'summary'),
        GITHUB_REPOSITORY: 'acme/project',
      },
    });
    log += `${ran.stdout}${ran.stderr}`;
    if (step.id !== undefined) steps[step.id] = { outputs: outputsIn(file) };
    ok = ok && ran.status === 0;
  }
  const outputs = Object.entries(job.outputs ?? {}).map(
    ([name, text]) => [name, filled(text, { ...contexts, steps })] as const,
  );
  return { result: ok ? 'success' : 'failure', outputs: Object.fromEntries(outputs), log };
}

/** A condition that asks nothing of earlier results holds only after successes. */
function wants(
  condition: string | undefined,
  ok: boolean,
  contexts: Readonly<Record<string, unknown>>,
): boolean {
  const text = condition ?? 'true';
  const asks = /\b(?:always|cancelled|failure|success)\(\)/.test(text);
  return (ok || asks) && evaluated(text.replaceAll('cancelled()', 'false'), contexts) === 'true';
}

function filled(text: string, contexts: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
    evaluated(expression, contexts),
  );
}

function evaluated(expression: string, contexts: Readonly<Record<string, unknown>>): string {
  const { tokens } = new Lexer(expression.trim()).lex();
  const tree = new Parser(tokens, Object.keys(contexts), []).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(tree, values).evaluate().coerceString();
}

/** Lines `NAME=value`, and values of several lines between two marks. */
function outputsIn(file: string): Outputs {
  const outputs: Record<string, string> = {};
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, long, mark] = /^(\w+)<<(\w+)$/.exec(line) ?? [];
    const [, short, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (long !== undefined && mark !== undefined) {
      const end = lines.indexOf(mark, index);
      outputs[long] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else if (short !== undefined && value !== undefined) outputs[short] = value;
  }
  return outputs;
}
