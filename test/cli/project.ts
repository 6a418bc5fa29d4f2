// A project in a folder of its own, whose app hands over what a real app said once: commands are run in this process.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, ServiceChart, environmentsOf, type Service } from '../../lib/index.ts';
import type { Call, Command } from '../../lib/cli/command.ts';
import { parseCall } from '../../lib/cli/parse-call.ts';
import { BUNDLE_VARIABLE } from '../../lib/io/write-bundle.ts';

/** Makes a project of services in a folder. */
export function project(root: string, services: readonly Service[]): void {
  writeFileSync(
    join(root, 'cdk8s.yaml'),
    `app: cp bundle.json "$SLIPWAY_BUNDLE"\noutput: dist/manifests\n`,
  );
  rebundle(root, services);
}

/** This repository: apps of tests take slipway from its source. */
const REPOSITORY = join(import.meta.dirname, '../..');

/** Makes a project whose app is run as a user's is; `body` is its text, in which `place(service)` makes the charts. */
export function appProject(root: string, body: string, props = '{ helm: false }'): void {
  mkdirSync(join(root, 'charts'), { recursive: true });
  writeFileSync(join(root, 'cdk8s.yaml'), 'app: node charts/main.ts\noutput: dist/manifests\n');
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(root, 'charts/main.ts'),
    [
      `import { App, ServiceChart, defineService, environmentsOf, gunicorn, nginxIngress } from '${REPOSITORY}/lib/index.ts';`,
      `import { knowingNext } from '${REPOSITORY}/test/resolve/next-edition.ts';`,
      `import { SHOP, TICKETS } from '${REPOSITORY}/test/release/releases.ts';`,
      `const app = new App(${props});`,
      'const place = (service) => {',
      '  for (const environment of environmentsOf(service)) new ServiceChart(app, service, { environment });',
      '};',
      body,
      'app.synth();',
      '',
    ].join('\n'),
  );
}

/** Hands over anew what the services are, with the releases of the folder. */
export function rebundle(root: string, services: readonly Service[]): void {
  const file = join(root, 'bundle.json');
  rmSync(file, { force: true });
  process.env[BUNDLE_VARIABLE] = file;
  try {
    synthesise(services);
  } finally {
    delete process.env[BUNDLE_VARIABLE];
  }
}

/** Makes the app of the services and synthesises it, as `slipway synth` does. */
export function synthesise(services: readonly Service[]): void {
  const app = new App();
  for (const service of services) {
    for (const environment of environmentsOf(service))
      new ServiceChart(app, service, { environment });
  }
  app.synth();
}

/** Runs a command with a command line. */
export function run(command: Command, ...args: readonly string[]) {
  return runWith({}, command, ...args);
}

/** Runs a command as `run` does, with somebody who watches or stops it. */
export function runWith(
  watcher: Pick<Call, 'tell' | 'signal'>,
  command: Command,
  ...args: readonly string[]
) {
  const parsed = parseCall(command, args, false);
  if (!parsed.ok) return Promise.resolve({ exitCode: 2, stdout: '', stderr: parsed.problem });
  const call: Call = { ...parsed.call, ...watcher };
  return command.run(call).then((outcome) => ({ stdout: '', stderr: '', ...outcome }));
}
