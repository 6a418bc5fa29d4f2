// Commands about clusters where no cluster can do: none configured, none that answers, one that is busy; and how progress is shown.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { showProgress } from '../../lib/cli/show-progress.ts';
import { statusCommand } from '../../lib/cli/commands/status.ts';
import { diffCommand } from '../../lib/cli/commands/diff.ts';
import { deployCommand } from '../../lib/cli/commands/deploy.ts';
import { ClusterError, Interrupted } from '../../lib/cluster/cluster-error.ts';
import { connect } from '../../lib/cluster/connect.ts';
import { defineService, undecided } from '../../lib/index.ts';
import { SHOP } from '../release/releases.ts';
import { folder } from '../support/app-output.ts';
import { project, run } from './project.ts';

const before = process.cwd();
const { KUBECONFIG, HOME } = process.env;
let root = before;
let server: Server | undefined;

// Hundreds of generated classes: on a busy machine the first import takes longer than a test may.
beforeAll(() => import('@kubernetes/client-node'), 120_000);
beforeEach(() => {
  root = folder();
  process.chdir(root);
  process.env['HOME'] = root;
  delete process.env['KUBECONFIG'];
});
afterEach(async () => {
  process.chdir(before);
  if (KUBECONFIG !== undefined) process.env['KUBECONFIG'] = KUBECONFIG;
  else delete process.env['KUBECONFIG'];
  process.env['HOME'] = HOME;
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(0) : server.close(resolve)));
  server = undefined;
  rmSync(root, { recursive: true, force: true });
});

/** A server in place of an API server, and the kubeconfig that leads to it. */
async function stand(listener: RequestListener): Promise<void> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  configure(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
}

function configure(address: string): void {
  const file = join(root, 'kubeconfig');
  const config = {
    clusters: [{ name: 'c', cluster: { server: address } }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  writeFileSync(file, JSON.stringify(config));
  process.env['KUBECONFIG'] = file;
}

const GET = { method: 'GET', path: '/version' } as const;
/** What was thrown. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a connection', () => {
  test('is tried again while the server is busy or cuts it, and what is lost is told once', async () => {
    let asked = 0;
    await stand((request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503).end('starting');
      else if (asked === 2) request.socket.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    });
    const told: (string | undefined)[] = [];
    const cluster = await connect({ onConnection: (problem) => void told.push(problem) });
    expect(await cluster.send(GET)).toEqual({ status: 200, body: { ok: true } });
    expect(told).toEqual([expect.stringContaining('503'), undefined]);
    expect(asked).toBe(3);
  });

  test('is given up within its bound, with what is to be done', async () => {
    await stand((request) => request.socket.destroy());
    const cluster = await connect({ patienceSeconds: 1 });
    const error = await failure(cluster.send(GET));
    expect(error).toBeInstanceOf(ClusterError);
    expect(error).toMatchObject({ diagnostics: [{ code: 'SW6002' }] });
  });

  test('ends when the user stops it; a change that was sent is waited for', async () => {
    const stopped = new AbortController();
    await stand((request, response) => {
      stopped.abort();
      if (request.method === 'PATCH') response.writeHead(200).end('done');
    });
    const cluster = await connect({ signal: stopped.signal });
    const change = { method: 'PATCH', path: '/x', body: {} } as const;
    expect(await cluster.send(change)).toMatchObject({ status: 200 });
    expect(await failure(cluster.send(GET))).toBeInstanceOf(Interrupted);
  });

  test('needs a kubeconfig, and names what it has', async () => {
    const missing = await failure(connect());
    expect(missing).toMatchObject({ diagnostics: [{ code: 'SW6001' }] });
    configure('http://127.0.0.1:1');
    const other = await failure(connect({ context: 'y' }));
    expect(other).toMatchObject({ message: expect.stringContaining('there are x') });
    writeFileSync(join(root, 'kubeconfig'), 'a: [');
    expect(await failure(connect())).toMatchObject({ diagnostics: [{ code: 'SW6001' }] });
  });
});

describe('commands about clusters', () => {
  test.each([
    ['status', statusCommand, [], 2],
    ['diff --live', diffCommand, ['--live'], 2],
    ['deploy', deployCommand, [], 1],
  ] as const)(
    '%s says that there is no cluster, as text and as data',
    async (_, command, args, code) => {
      project(root, [defineService(SHOP)]);
      const all = [...args, '-e', 'production'];
      const outcome = await run(command, ...all);
      expect(outcome).toMatchObject({ exitCode: code, stdout: '' });
      expect(outcome.stderr).toContain('SW6001');
      const data = await run(
        command,
        ...all,
        ...(command === diffCommand ? ['--format', 'json'] : ['--json']),
      );
      expect(data).toMatchObject({ exitCode: code, stderr: '' });
      expect(JSON.parse(data.stdout).diagnostics).toMatchObject([{ code: 'SW6001' }]);
    },
  );

  test('deploy asks for the environment where there are several, and refuses a broken description', async () => {
    project(root, [defineService(SHOP)]);
    expect(await run(deployCommand)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('which environment'),
    });
    project(root, [defineService({ ...SHOP, config: { NAME: undecided('nobody knows') } })]);
    const broken = await run(deployCommand, '-e', 'production');
    expect(broken).toMatchObject({ exitCode: 1, stdout: '' });
    expect(broken.stderr).toContain('NAME');
  });

  test('a server that wants credentials is told apart from one that is not there', async () => {
    project(root, [defineService(SHOP)]);
    await stand((_, response) =>
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"message":"Unauthorized"}'),
    );
    const outcome = await run(statusCommand, '-e', 'production');
    expect(outcome).toMatchObject({ exitCode: 2 });
    expect(outcome.stderr).toContain('SW6003');
  });
});

describe('progress', () => {
  const waiting = (ready: number, seconds: number) => ({
    kind: 'waiting' as const,
    seconds,
    workloads: [{ object: 'Deployment/web', ready, wanted: 2, done: ready === 2, troubles: [] }],
  });

  test('without a terminal has a line for each change and no other', () => {
    let text = '';
    const report = showProgress({ write: (part) => (text += part), redraws: false });
    report({ kind: 'phase', phase: 'workloads' });
    report({ kind: 'object', object: 'Deployment/web', did: 'changed' });
    report({ kind: 'object', object: 'Service/web', did: 'unchanged' });
    report(waiting(0, 1));
    report(waiting(0, 2));
    report({ kind: 'log', pod: 'p', line: 'migrating' });
    report(waiting(2, 3));
    expect(text).toBe(
      'Workloads\n  Deployment/web changed\n  Deployment/web: 0 of 2 ready\n  | migrating\n  Deployment/web: 2 of 2 ready\n',
    );
  });

  test('at a terminal is drawn over, cut to its width, and stays at the end', () => {
    let text = '';
    const report = showProgress({ write: (part) => (text += part), redraws: true, columns: 20 });
    report(waiting(0, 1));
    report(waiting(1, 2));
    report(waiting(2, 3));
    const erase = '\u001B[2A\u001B[0J';
    expect(text).toBe(
      `  waiting, 1 s\n  Deployment/web: 0\n${erase}  waiting, 2 s\n  Deployment/web: 1\n${erase}  Deployment/web: 2 of 2 ready\n`.replaceAll(
        /Deployment\/web: (\d)\n/g,
        'Deployment/web: $1\n',
      ),
    );
  });

  test('shows pods with their reasons, the first few', () => {
    let text = '';
    const report = showProgress({ write: (part) => (text += part), redraws: false });
    const trouble = {
      ...{ pod: 'web-1', container: 'web', reason: 'ImagePullBackOff', message: 'not found' },
      ...{ outlook: 'stuck' as const, hasLog: false },
    };
    const troubles = [1, 2, 3, 4].map((n) => ({ ...trouble, pod: `web-${n}` }));
    const workload = { object: 'Deployment/web', ready: 0, wanted: 4, done: false };
    report({ kind: 'waiting', seconds: 1, workloads: [{ ...workload, troubles }] });
    expect(text).toContain('    web-3 (web): ImagePullBackOff, not found\n    … 1 more\n');
  });
});
