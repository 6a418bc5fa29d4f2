// The scripts that jobs of every provider run, as a person could: real git and the real command.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  beginChange,
  makeProject,
  newInStaging,
  SEVERAL,
  shell,
  SLOTS,
  type Project,
} from './project.ts';

const image = (tag: string) => `registry.example.com/acme/shop:${tag}@sha256:${'a'.repeat(64)}`;
let project: Project;

describe('checking', () => {
  beforeAll(() => {
    project = makeProject('provider: gitlabCi()');
  });
  afterAll(() => project.remove());
  beforeEach(() => {
    shell(project, 'git reset -q --hard origin/main && git clean -qfd');
  });

  test('passes where outputs are what descriptions make', () => {
    expect(shell(project, 'sh dist/ci/check.sh')).toMatchObject({ status: 0 });
  });

  test('refuses outputs that are not what descriptions make, and names them', () => {
    shell(project, "sed -i 's/scale: 2/scale: 3/' charts/main.ts");
    const ran = shell(project, 'sh dist/ci/check.sh');
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('dist/manifests/production/shop.k8s.yaml');
    expect(ran.output).toContain('npx slipway synth');
  });

  test('refuses descriptions with errors, and leaves the outputs', () => {
    shell(project, "sed -i 's/scale: 2/scael: 2/' charts/main.ts");
    const ran = shell(
      project,
      'sh dist/ci/check.sh; status=$?; git status --porcelain dist; exit $status',
    );
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('scael');
    expect(ran.output).not.toContain(' M dist');
  });

  test('says what will change, and refuses what is destructive until a commit allows it', () => {
    const commit =
      'sed -i "s/staging: {}, //" charts/main.ts && npx slipway synth && git add -A && git commit -qm \'Less\'';
    expect(shell(project, commit)).toMatchObject({ status: 0 });
    const refused = shell(project, 'sh dist/ci/diff.sh origin/main');
    expect(refused.status).toBe(2);
    expect(refused.output).toContain('SW7022');
    expect(readFileSync(join(project.folder, 'diff.md'), 'utf8')).toContain('stops for good');
    shell(project, "git commit -q --amend -m 'Less\n\nAllow-destructive: nobody uses staging'");
    expect(shell(project, 'sh dist/ci/diff.sh origin/main')).toMatchObject({ status: 0 });
  });
});

describe('logging in', () => {
  beforeAll(() => {
    project = makeProject('provider: gitlabCi()');
  });
  afterAll(() => project.remove());
  const config = () => {
    const file = join(project.env['DOCKER_CONFIG'] ?? '', 'config.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    const { auths } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries<{ readonly auth: string }>(auths).map(([host, { auth }]) => [
      host,
      Buffer.from(auth, 'base64').toString(),
    ]);
  };

  test.each([
    ['password', { REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'pass"word' }, 'me:pass"word'],
    ['aws', { ID_TOKEN: 'token', AWS_ROLE_ARN: 'r', AWS_REGION: 'eu' }, 'AWS:password-of-aws'],
    [
      'google',
      { ID_TOKEN: 'token', GOOGLE_IDENTITY_PROVIDER: 'p', GOOGLE_SERVICE_ACCOUNT: 's' },
      'oauth2accesstoken:password-of-google',
    ],
    [
      'azure',
      { ID_TOKEN: 'token', AZURE_CLIENT_ID: 'c', AZURE_TENANT_ID: 't' },
      '00000000-0000-0000-0000-000000000000:password-of-azure',
    ],
  ])(
    'by %s leaves a file that nobody else can read, and prints nothing secret',
    (kind, env, auth) => {
      const ran = shell(project, `sh dist/ci/login.sh ${kind} registry.example.com`, { env });
      expect(ran).toEqual({ status: 0, output: 'Logged in to registry.example.com.\n' });
      expect(config()).toEqual([['registry.example.com', auth]]);
    },
  );

  test('at Docker Hub uses the name its clients look for', () => {
    const env = { REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'x' };
    expect(shell(project, 'sh dist/ci/login.sh password docker.io', { env }).status).toBe(0);
    expect(config()).toEqual([['https://index.docker.io/v1/', 'me:x']]);
  });

  test.each([
    ['without a password', 'password registry.example.com', { REGISTRY_USER: 'me' }],
    ['without a token of the job', 'aws registry.example.com', {}],
    ['in a way there is none of', 'magic registry.example.com', {}],
    ['to nowhere', 'password', { REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'x' }],
  ])('%s is refused', (_, args, env) => {
    const ran = shell(project, `sh dist/ci/login.sh ${args}`, { env });
    expect(ran.status).not.toBe(0);
    expect(ran.output).not.toContain('Logged in');
  });
});

describe('building', () => {
  beforeAll(() => {
    project = makeProject('provider: gitlabCi()');
  });
  afterAll(() => project.remove());
  const build = 'sh dist/ci/image.sh IMAGE_SHOP registry.example.com/acme/shop . Dockerfile';

  test('notes the digest, and asks for SBOM and provenance', () => {
    const env = { COMMIT: '0123456789abcdef' };
    expect(shell(project, build, { env }).status).toBe(0);
    expect(readFileSync(join(project.folder, 'ci-values/IMAGE_SHOP.env'), 'utf8')).toMatch(
      /^IMAGE_SHOP=registry\.example\.com\/acme\/shop:sha-0123456789ab@sha256:[0-9a-f]{64}\n$/,
    );
    const [call = ''] = project.calls();
    expect(call).toContain('--opt attest:sbom= --opt attest:provenance=mode=max');
    expect(call).toContain('push=true');
  });

  test('uses docker buildx where there is no BuildKit of its own', () => {
    const docker = join(project.env['HOME'] ?? '', 'bin/docker');
    writeFileSync(
      docker,
      `#!/bin/sh\necho "docker $*" >> "${join(project.env['HOME'] ?? '', 'calls.log')}"\nfor argument do [ "$previous" != --metadata-file ] || echo '{"containerimage.digest": "sha256:${'b'.repeat(64)}"}' > "$argument"; previous=$argument; done\n`,
      { mode: 0o755 },
    );
    const without = `mv ../bin/buildctl-daemonless.sh ../away; ${build}; status=$?; mv ../away ../bin/buildctl-daemonless.sh; exit $status`;
    expect(shell(project, without)).toMatchObject({ status: 0 });
    expect(readFileSync(join(project.folder, 'ci-values/IMAGE_SHOP.env'), 'utf8')).toContain(
      `@sha256:${'b'.repeat(64)}`,
    );
    expect(project.calls().join('\n')).toContain('--sbom=true --provenance=mode=max');
  });

  test('that tells no digest is refused: a tag alone can be moved', () => {
    const silent = 'printf "#!/bin/sh\\n" > ../silent && chmod +x ../silent';
    const ran = shell(
      project,
      `${silent}; mkdir -p ../quiet; cp ../silent ../quiet/buildctl-daemonless.sh; rm -rf ci-values; PATH="$PWD/../quiet:$PATH" ${build}; status=$?; ls ci-values; exit $status`,
    );
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('no digest');
    expect(ran.output).not.toContain('IMAGE_SHOP.env');
  });

  test('that fails is a failure', () => {
    const ran = shell(
      project,
      `mkdir -p ../failing; printf '#!/bin/sh\\nexit 7\\n' > ../failing/buildctl-daemonless.sh; chmod +x ../failing/*; PATH="$PWD/../failing:$PATH" ${build}`,
    );
    expect(ran.status).toBe(7);
  });
});

describe('releasing', () => {
  beforeEach(() => {
    project = makeProject('provider: gitlabCi()');
    return () => project.remove();
  });

  test('is one commit with the release and the outputs, pushed', () => {
    const ran = shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-1')}`);
    expect(ran).toMatchObject({ status: 0 });
    expect(project.pushed('releases/staging.yaml')).toContain('sha-1');
    expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).toContain(image('sha-1'));
    expect(project.pushed('dist/manifests/production/shop.k8s.yaml')).not.toContain('sha-1');
    expect(shell(project, 'git log -1 --format=%s origin/main').output).toContain('[skip ci]');
  });

  test('twice the same changes nothing, and says so', () => {
    const release = `sh dist/ci/release.sh staging set shop ${image('sha-1')}`;
    expect(shell(project, release).status).toBe(0);
    const again = shell(project, `${release}; git rev-list --count FETCH_HEAD`);
    expect(again.output).toMatch(/That is released already\.\n2\n$/);
  });

  test('is done again on top of what was pushed meanwhile', () => {
    const other = project.clone();
    const bin = join(project.env['HOME'] ?? '', 'bin');
    const push = `(cd "${other}" && echo more > more.txt && git add . && git commit -qm more && git push -q origin HEAD:main)`;
    // Between the fetch and the push.
    const racing = `#!/bin/sh\n[ -e ../raced ] || { touch ../raced; ${push}; }\nPATH=\${PATH#*:} exec npx "$@"\n`;
    writeFileSync(join(bin, 'npx'), racing, { mode: 0o755 });
    const ran = shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-1')}`);
    expect(ran).toMatchObject({ status: 0 });
    expect(ran.output).toContain('once more');
    expect(project.pushed('more.txt')).toBe('more\n');
    expect(project.pushed('releases/staging.yaml')).toContain('sha-1');
  });

  test('gives up where nobody may push, and leaves the branch alone', () => {
    writeFileSync(join(project.origin, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n', {
      mode: 0o755,
    });
    const ran = shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-1')}`);
    expect(ran.status).toBe(1);
    expect(() => project.pushed('releases/staging.yaml')).toThrow();
  });

  test.each([
    ['a service that does not exist', `staging set shpo ${image('a')}`, 'shpo'],
    ['an environment that does not exist', `stagin set shop ${image('a')}`, 'staging'],
    ['a step that does not exist', 'staging destroy shop', 'destroy'],
    ['an image of another repository', 'staging set shop example.com/other:1', 'repository'],
    ['going back where nothing ran before', 'staging rollback shop', 'SW7012'],
    ['a step of no service', 'staging promote', 'Which service?'],
    ['a step of a service without a name', "staging promote ''", 'Which service?'],
    ['a service after the image that has none of its own', `staging set shpo a till`, 'shpo till'],
  ])('refuses %s, and pushes nothing', (_, args, part) => {
    const ran = shell(project, `sh dist/ci/release.sh ${args}`);
    expect(ran.status).not.toBe(0);
    expect(ran.output).toContain(part);
    expect(() => project.pushed('releases/staging.yaml')).toThrow();
  });

  test('refuses to take along what was not committed', () => {
    writeFileSync(join(project.folder, 'Dockerfile'), 'FROM other\n');
    const ran = shell(project, `sh dist/ci/release.sh staging set shop ${image('a')}`);
    expect(ran).toMatchObject({ status: 1 });
    expect(ran.output).toContain('not committed');
  });

  test('goes back to what ran before', () => {
    shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-1')}`);
    shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-2')}`);
    expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).toContain('sha-2');
    expect(shell(project, 'sh dist/ci/release.sh staging rollback shop').status).toBe(0);
    expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).toContain('sha-1');
    expect(project.pushed('dist/manifests/staging/shop.k8s.yaml')).not.toContain('sha-2');
  });

  test('runs no hook of the repository, which would see the token or change the release', () => {
    shell(project, 'git config core.hooksPath ../hooks && mkdir ../hooks');
    for (const name of ['pre-commit', 'commit-msg', 'post-checkout', 'pre-push']) {
      const hook = `#!/bin/sh\nenv >> "${project.env['HOME']}/seen-by-hook"\nexit 1\n`;
      writeFileSync(join(project.env['HOME'] ?? '', 'hooks', name), hook, { mode: 0o755 });
    }
    const env = { GIT_TOKEN: 'secret-token' };
    const release = `sh dist/ci/release.sh staging set shop ${image('sha-1')}`;
    expect(shell(project, release, { env })).toMatchObject({ status: 0 });
    expect(project.pushed('releases/staging.yaml')).toContain('sha-1');
    expect(existsSync(join(project.env['HOME'] ?? '', 'seen-by-hook'))).toBe(false);
  });

  test('gives the token to git alone', () => {
    const spy = 'echo "#!/bin/sh\nenv > $PWD/../seen-by-slipway" > ../bin/npx; chmod +x ../bin/npx';
    shell(project, spy);
    const seen = shell(
      project,
      `GIT_TOKEN=secret-token sh -x dist/ci/release.sh staging set shop x; cat ../seen-by-slipway`,
    );
    expect(seen.output).toContain('PATH=');
    expect(seen.output.split('\n').filter((line) => line.startsWith('GIT_TOKEN'))).toEqual([]);
  });
});

describe('releasing several services', () => {
  const mail = `registry.example.com/acme/mail:sha-1@sha256:${'b'.repeat(64)}`;
  const all = `sh dist/ci/release.sh staging set 'shop till' ${image('sha-1')} mail ${mail}`;
  const lastCommit = () => shell(project, 'git log -1 --format=%B origin/main').output.trim();
  beforeEach(() => {
    project = makeProject('provider: gitlabCi()', SEVERAL);
    return () => project.remove();
  });

  test('is one commit, which says what each of them got', () => {
    expect(shell(project, all)).toMatchObject({ status: 0 });
    expect(newInStaging(project)).toEqual(['till', 'mail']);
    expect(project.pushed('releases/staging.yaml')).toContain('phase: stage');
    expect(lastCommit()).toBe(
      [
        'Release shop till mail in staging: set [skip ci]\n',
        ...[`shop: ${image('sha-1')}`, `till: ${image('sha-1')}`, `mail: ${mail}`],
      ].join('\n'),
    );
  });

  test('one in the middle of a change keeps no other from being released, and is a failure by name', () => {
    beginChange(project);
    const ran = shell(project, all);
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('SW7012');
    expect(ran.output).toMatch(/^Not done in staging \(set\), for the reasons above: shop\.$/m);
    expect(newInStaging(project)).toEqual(['till', 'mail']);
    expect(project.pushed('releases/staging.yaml')).toContain('phase: warm');
    expect(project.pushed('dist/manifests/staging/till.k8s.yaml')).toContain(image('sha-1'));
    expect(lastCommit()).toContain('Release till mail in staging: set [skip ci]');

    // Once more, as somebody would after the change is over: nothing is released twice.
    const again = shell(project, all);
    expect(again).toMatchObject({ status: 1 });
    expect(again.output).toContain('That is released already.');
  });

  test('all of them in the middle of a change push nothing', () => {
    beginChange(project);
    const before = lastCommit();
    const ran = shell(project, `sh dist/ci/release.sh staging set shop ${image('sha-1')}`);
    expect(ran.status).toBe(1);
    expect(lastCommit()).toBe(before);
  });
});

describe('two slots', () => {
  test('go through their phases step by step, and back', () => {
    project = makeProject('provider: gitlabCi()', SLOTS);
    try {
      const step = (name: string, value = '') =>
        expect(
          shell(project, `sh dist/ci/release.sh production ${name} shop ${value}`),
        ).toMatchObject({
          status: 0,
        });
      step('set', image('sha-1'));
      expect(project.pushed('releases/production.yaml')).toContain('phase: stage');
      step('abort');
      expect(project.pushed('releases/production.yaml')).toContain('phase: stable');
      step('set', image('sha-2'));
      step('promote');
      step('promote');
      expect(project.pushed('releases/production.yaml')).toContain('phase: promote');
      step('rollback');
      expect(project.pushed('releases/production.yaml')).toMatch(/active: blue/);
    } finally {
      project.remove();
    }
  });
});
