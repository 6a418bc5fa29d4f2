/** io: runs the app of cdk8s.yaml, as the cdk8s command does, and turns what goes wrong into complaints. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Bundle } from '../model/bundle.ts';
import type { Preview } from '../model/preview.ts';
import { type AppConfig, readAppConfig } from './app-config.ts';
import { compileCacheFolder } from './compile-cache.ts';
import { crashIn } from './crash-report.ts';
import { isBundle } from './is-bundle.ts';
import { codeOf, problemOf } from './system-problem.ts';
import {
  BUNDLE_EDITION_VARIABLE,
  BUNDLE_HELM_VARIABLE,
  BUNDLE_PREVIEW_VARIABLE,
  BUNDLE_VARIABLE,
  type ChartWish,
} from './write-bundle.ts';

/** What the app itself printed. */
interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** The app failed; no complaints when it said itself what is wrong. */
export interface FailedRun extends Printed {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

/** How a run that writes outputs ended. */
export type SynthRun = (Printed & { readonly ok: true }) | FailedRun;

/** How a run that hands over a bundle ended; the bundle may hold errors of the descriptions. */
export type BundleRun = (Printed & { readonly ok: true; readonly bundle: Bundle }) | FailedRun;

/** Where and for what the app is run. */
export interface RunOptions<Mode extends 'synth' | 'bundle'> {
  /** `synth`: the app writes its outputs. `bundle`: it hands over what it knows and writes nothing. */
  readonly mode: Mode;
  /** Folder of cdk8s.yaml. Default: the working directory. */
  readonly folder?: string;
  /** Let the bundle hold the values of Helm charts. Default: none, since a chart takes about 200 ms. */
  readonly helm?: ChartWish;
  /** Edition the bundle is resolved under. Default: the one each description names. */
  readonly edition?: number;
  /** Preview of an environment in its place. Default: none. */
  readonly preview?: Preview;
}

/**
 * Runs the app. Complaints: SW5901 cdk8s.yaml is missing or names no app, SW5902 the command cannot be found or the app
 * threw, SW5903 it ended well but did not hand over a bundle of this version.
 */
export function runApp(options: RunOptions<'synth'>): Promise<SynthRun>;
/** Runs the app for a bundle. */
export function runApp(options: RunOptions<'bundle'>): Promise<BundleRun>;
/** Runs the app. */
export async function runApp({
  mode,
  folder = process.cwd(),
  helm,
  edition,
  preview,
}: RunOptions<'synth' | 'bundle'>): Promise<SynthRun | BundleRun> {
  const read = readAppConfig(folder);
  if (!read.ok) return { ok: false, stdout: '', stderr: '', diagnostics: [read.diagnostic] };
  return mode === 'synth'
    ? runForOutputs(read.config, folder)
    : runForBundle(read.config, folder, {
        [BUNDLE_HELM_VARIABLE]: helm,
        [BUNDLE_EDITION_VARIABLE]: edition === undefined ? undefined : String(edition),
        [BUNDLE_PREVIEW_VARIABLE]: preview === undefined ? undefined : JSON.stringify(preview),
      });
}

async function runForOutputs(config: AppConfig, folder: string): Promise<SynthRun> {
  const ended = await execute(config.app, folder, {
    ...(config.output === undefined ? {} : { CDK8S_OUTDIR: config.output }),
    [BUNDLE_VARIABLE]: undefined,
  });
  const { stdout, stderr, exitCode } = ended;
  return exitCode === 0 ? { ok: true, stdout, stderr } : failed(config, folder, ended, true);
}

async function runForBundle(
  config: AppConfig,
  folder: string,
  wishes: Variables,
): Promise<BundleRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'slipway-'));
  try {
    const file = join(scratch, 'bundle.json');
    const ended = await execute(config.app, folder, { [BUNDLE_VARIABLE]: file, ...wishes });
    // What is wrong with descriptions stands in the bundle: whoever hands over none has not reported it.
    if (ended.exitCode !== 0) return failed(config, folder, ended, false);
    const { stdout, stderr } = ended;
    const bundle = readBundle(file);
    return bundle === undefined
      ? { ok: false, stdout, stderr, diagnostics: [noBundle(config)] }
      : { ok: true, stdout, stderr, bundle };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readBundle(file: string): Bundle | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isBundle(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Variables to set, or to take away. */
type Variables = Readonly<Record<string, string | undefined>>;

interface Ended extends Printed {
  /** The exit code, or the signal or problem that ended the command before it had one. */
  readonly exitCode: number | string;
}

/** Runs a command line in a shell, as cdk8s does, with the commands of the project's own packages at hand. */
function execute(command: string, folder: string, variables: Variables): Promise<Ended> {
  const path = [join(folder, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      cwd: folder,
      env: { ...compileCache(folder), ...process.env, PATH: path, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const end = (exitCode: number | string) =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    child.once('error', (error) => end(codeOf(error) ?? problemOf(error)));
    child.once('close', (code, signal) => end(code ?? signal ?? 'unknown'));
  });
}

function compileCache(project: string): Readonly<Record<string, string>> {
  const folder = compileCacheFolder(project);
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function failed(
  config: AppConfig,
  folder: string,
  ended: Ended,
  reportsItself: boolean,
): FailedRun {
  const { stdout, stderr, exitCode } = ended;
  const crash = crashIn(stderr, folder);
  if (crash !== undefined) {
    const { message, because, fix, ...place } = crash;
    const diagnostic = {
      ...appFailed(config, `The app stopped: ${message}`, place),
      ...(because === undefined ? {} : { because }),
      ...(fix === undefined ? {} : { fix }),
    };
    // The stack is the app's, the message is in the complaint.
    return { ok: false, stdout, stderr: '', diagnostics: [diagnostic] };
  }
  if (exitCode === 127 || exitCode === 'ENOENT') {
    const diagnostic = appFailed(config, `The command \`${config.app}\` was not found.`, {});
    return { ok: false, stdout, stderr, diagnostics: [diagnostic] };
  }
  if (reportsItself && exitCode === 1 && stderr.trim() !== '') {
    return { ok: false, stdout, stderr, diagnostics: [] };
  }
  const diagnostic = appFailed(
    config,
    typeof exitCode === 'number'
      ? `The command \`${config.app}\` ended with exit code ${exitCode}.`
      : `The command \`${config.app}\` was ended by ${exitCode}.`,
    {},
  );
  return { ok: false, stdout, stderr, diagnostics: [diagnostic] };
}

function appFailed(
  { app }: AppConfig,
  message: string,
  place: { readonly file?: string; readonly line?: number },
): Diagnostic {
  return {
    code: 'SW5902',
    name: 'app-failed',
    severity: 'error',
    at: { file: 'cdk8s.yaml', ...place },
    message,
    because: 'Without the app there is nothing to look at; no output was touched.',
    fix: fixOf(app, message, place.line),
  };
}

/** `npm init` of npm 11 says that a new project is CommonJS, where Node takes no `import`. */
function fixOf(app: string, message: string, line: number | undefined): string {
  if (/import statement outside a module|Unexpected token 'export'/.test(message)) {
    return 'Say in package.json that the files are modules: npm pkg set type=module.';
  }
  return `${line === undefined ? 'See' : 'Mend the line named above, and see'} that \`${app}\` runs.`;
}

function noBundle({ app }: AppConfig): Diagnostic {
  return {
    code: 'SW5903',
    name: 'app-without-bundle',
    severity: 'error',
    at: { file: 'cdk8s.yaml' },
    message: `The command \`${app}\` ended well, but handed over no bundle of this version of slipway.`,
    because: "Only slipway's own `App` can say what it synthesises; cdk8s' writes manifests alone.",
    fix: 'Make the app with `new App()` of slipway, call `app.synth()` at its end, and see that only one version of slipway is installed.',
  };
}
