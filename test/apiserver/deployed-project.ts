// A project in a folder of its own and a real API server it is deployed to, with stand-ins for controllers: anew for each test.
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Service } from '../../lib/index.ts';
import { project } from '../cli/project.ts';
import { folder } from '../support/app-output.ts';
import { startApiServer, type ApiServer } from './api-server.ts';
import { controllers, type Fate } from './controllers.ts';

/** Tools the server needs. */
export const SERVER_TOOLS = ['etcd', 'kube-apiserver-1.37'] as const;

/** What a test has at hand. */
export interface DeployedProject {
  /** One for all tests of the file. */
  readonly server: ApiServer;
  /** The working directory, with cdk8s.yaml. */
  readonly root: string;
  /** No other test has it. */
  readonly namespace: string;
  /** What becomes of workloads and runs; at first all of them work. */
  fates: Fate;
  readonly get: (path: string) => Promise<unknown>;
}

/** Sets everything up before each test of a block, and takes it down after; `prefix` begins the namespaces. */
export function deployedProject(
  prefix: string,
  services: (namespace: string) => readonly Service[],
): DeployedProject {
  const before = process.cwd();
  let server: ApiServer | undefined;
  let root = before;
  let count = 0;
  let stop: () => Promise<void> = () => Promise.resolve();
  const running = (): ApiServer => {
    if (server === undefined) throw new Error('the server does not run yet');
    return server;
  };
  const made: DeployedProject = {
    get server() {
      return running();
    },
    get root() {
      return root;
    },
    get namespace() {
      return `${prefix}-${count}`;
    },
    fates: () => 'works',
    get: async (path) => (await running().client.send('GET', path)).body,
  };
  beforeAll(async () => {
    server = await startApiServer('1.37');
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    root = folder();
    process.chdir(root);
    process.env['KUBECONFIG'] = running().kubeconfig;
    count += 1;
    made.fates = () => 'works';
    project(root, services(made.namespace));
    stop = controllers(running().client, made.namespace, (kind, image) => made.fates(kind, image));
  });
  afterEach(async () => {
    await stop();
    process.chdir(before);
    delete process.env['KUBECONFIG'];
    rmSync(root, { recursive: true, force: true });
  });
  return made;
}
