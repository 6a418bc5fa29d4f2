// A project with a pipeline, in a repository with a remote: real git, the real command; registries and clouds are stood in for.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

/** A clone of a project, its remote, and what its jobs find on the machine. */
export interface Project {
  readonly folder: string;
  readonly origin: string;
  readonly env: Readonly<Record<string, string>>;
  /** Lines that the stand-ins were called with. */
  calls(): readonly string[];
  /** A further clone, as a job gets one. */
  clone(): string;
  /** A file of the branch, as the remote has it. */
  pushed(file: string): string;
  remove(): void;
}

/** Commands that jobs call and that reach out: each notes how it was called, and answers as far as the next step needs. */
const STAND_INS = {
  'buildctl-daemonless.sh': `
for argument do [ "\${previous:-}" != --metadata-file ] || metadata=$argument; previous=$argument; done
printf '{\\n  "containerimage.digest": "sha256:%s"\\n}\\n' "$(sha256sum < Dockerfile | cut -c 1-64)" > "$metadata"`,
  cosign: '',
  aws: 'echo password-of-aws',
  gcloud: 'case "$*" in *print-access-token) echo password-of-google ;; esac',
  az: 'case "$*" in "acr login"*) echo password-of-azure ;; esac',
} as const;

/** Folders, a remote, and an environment in which git, npx and the stand-ins work; nothing of a project yet. */
export function emptyProject(): Project {
  const home = mkdtempSync(join(tmpdir(), 'slipway-pipeline-'));
  const [folder, origin, bin] = [join(home, 'work'), join(home, 'origin.git'), join(home, 'bin')];
  mkdirSync(bin);
  const log = join(home, 'calls.log');
  for (const [name, text] of Object.entries(STAND_INS)) {
    const file = join(bin, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> "${log}"\n${text}\n`);
    chmodSync(file, 0o755);
  }
  const modules = installed(home);
  const env = {
    PATH: [bin, join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter),
    HOME: home,
    DOCKER_CONFIG: join(home, 'docker'),
    SLIPWAY_MODULES: modules,
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    CDK8S_CHECK_UPGRADE: 'false',
    npm_config_update_notifier: 'false',
    npm_config_offline: 'true',
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
  };
  writeFileSync(
    env.GIT_CONFIG_GLOBAL,
    '[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n[advice]\ndetachedHead = false\n',
  );
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync('git', args, { cwd, env, stdio: 'pipe', encoding: 'utf8' });
  git(home, 'init', '-q', '--bare', origin);
  git(home, 'clone', '-q', origin, folder);
  writeFileSync(
    join(folder, 'package.json'),
    '{"name":"project","private":true,"type":"module"}\n',
  );
  writeFileSync(join(folder, '.gitignore'), 'node_modules\nci-values\ndiff.md\n.gitlab-ci-local\n');
  symlinkSync(modules, join(folder, 'node_modules'));
  let clones = 0;
  return {
    folder,
    origin,
    env,
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    clone: () => {
      clones += 1;
      const into = join(home, `clone-${clones}`);
      git(home, 'clone', '-q', origin, into);
      return into;
    },
    pushed: (file) => git(folder, '--git-dir', origin, 'show', `main:${file}`),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** A project whose app has this pipeline; the outputs are committed and pushed. */
export function makeProject(pipeline: string, services = SHOP): Project {
  const project = emptyProject();
  const { folder, env } = project;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('cdk8s.yaml', 'language: typescript\napp: node charts/main.ts\noutput: dist/manifests\n');
  write('Dockerfile', 'FROM scratch\n');
  write('charts/main.ts', appOf(pipeline, services));
  execFileSync('npx', ['slipway', 'synth'], { cwd: folder, env, stdio: 'pipe' });
  for (const name of ['slipway.yml', 'previews.yml']) {
    const workflow = join(folder, 'dist/ci/github', name);
    if (existsSync(workflow)) {
      write(`.github/workflows/${name}`, readFileSync(workflow, 'utf8'));
    }
  }
  const begin = 'git add . && git commit -q -m Begin && git push -q origin HEAD:main';
  execFileSync('sh', ['-c', begin], { cwd: folder, env, stdio: 'pipe' });
  return project;
}

/** The release of Groovy that Jenkins runs on, as Debian has it. */
const GROOVY =
  '/usr/share/groovy/embeddable/groovy-all-2.4.21-indy.jar:/usr/share/java/commons-cli.jar';

/** What `java` is told to run a Jenkinsfile: then its path, the remote, a folder, a branch and `NAME=value`s. */
export const JENKINS: readonly string[] = [
  // Groovy 2.4 looks into classes that Java 17 keeps to itself.
  ...['java.lang', 'java.util'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  ...['-cp', GROOVY, 'groovy.ui.GroovyMain'],
  join(import.meta.dirname, 'jenkins/run.groovy'),
];

/** What a shell came to. */
export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Runs lines of shell in a folder of the project. */
export function shell(
  project: Project,
  lines: string,
  { cwd = project.folder, env = {} }: { readonly cwd?: string; readonly env?: object } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', lines], {
    cwd,
    env: { ...project.env, ...env },
    encoding: 'utf8',
    timeout: 300_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

/** One service, replaced in place. */
const SHOP = `
const services = [defineService({
  name: 'shop',
  image: { repository: 'registry.example.com/acme/shop', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'shop.wsgi', version: '27.0.1' }), health: '/healthz', scale: 2 },
  expose: internal(),
  environments: { staging: {}, production: {} },
})];`;

/** The same with an environment that is copied for proposed changes. */
export const WITH_PREVIEWS = SHOP.replace(
  'expose: internal(),',
  "expose: nginxIngress({ host: 'shop.example.com' }),",
).replace('staging: {}', 'preview: {}, staging: {}');

/** The same in two slots. */
export const SLOTS = SHOP.replace('expose:', 'rollout: blueGreen(), expose:');

/** The same in two slots; and replaced in place one of the same image, and one of another. */
export const SEVERAL = [SLOTS, likeShop('till', 'acme/shop'), likeShop('mail', 'acme/mail')]
  .join('')
  .replaceAll('];\nconst services = [', ', ');

/** Leaves the first service of {@link SEVERAL} in the middle of a change in staging: it takes no other version. */
export function beginChange(project: Project): void {
  const image = `registry.example.com/acme/shop:sha-0@sha256:${'0'.repeat(64)}`;
  const step = 'sh dist/ci/release.sh staging';
  const began = shell(project, `${step} set shop ${image} && ${step} promote shop`);
  if (began.status !== 0) throw new Error(began.output);
}

/** What {@link SEVERAL} runs in staging by now: a service with a new image runs one with a digest. */
export function newInStaging(project: Project): readonly string[] {
  const { services } = parse(project.pushed('releases/staging.yaml'));
  return Object.entries<{ readonly image?: { readonly digest?: string } }>(services)
    .filter(([, { image }]) => image?.digest !== undefined)
    .map(([name]) => name);
}

function likeShop(name: string, repository: string): string {
  return SHOP.replace("'shop'", `'${name}'`).replace('acme/shop', repository);
}

function appOf(pipeline: string, services: string): string {
  return `import {
  App, ServiceChart, blueGreen, defineService, environmentsOf, githubActions, gitlabCi, gunicorn, internal, jenkins, nginxIngress, pipelines,
} from 'slipway';
${services}
const app = new App({
  helm: false,
  pipelines: pipelines({ install: 'ln -sfn "$SLIPWAY_MODULES" node_modules', ${pipeline} }),
});
for (const service of services) {
  for (const environment of environmentsOf(service)) new ServiceChart(app, service, { environment });
}
app.synth();
void [blueGreen, githubActions, gitlabCi, internal, jenkins, nginxIngress];
`;
}

/** node_modules with this very package and its command. */
function installed(home: string): string {
  const modules = join(home, 'modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  symlinkSync(root, join(modules, 'slipway'));
  symlinkSync(join(root, 'build/cli/main.js'), join(modules, '.bin/slipway'));
  return modules;
}
