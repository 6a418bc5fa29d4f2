import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive, scratchFolder } from '../support/scratch.ts';
import { supervise, until } from '../support/supervise.ts';

let folder: string;
beforeAll(() => {
  folder = scratchFolder('supervise');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a supervised program ends when it is stopped, and stopping it twice does no harm', async () => {
  const program = supervise('sleep', ['sleep', '100'], join(folder, 'stopped.log'));
  await until('sleep to run', 5000, () => isAlive(program.pid));
  await program.stop();
  await program.stop();
  expect(isAlive(program.pid)).toBe(false);
  expect(program.ended()).toBe('was ended by SIGKILL');
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  test('a supervised program ends with a test process that is killed', async () => {
    const module = join(import.meta.dirname, '../support/supervise.ts');
    const script = `
      import { supervise } from ${JSON.stringify(module)};
      const program = supervise('sleep', ['sleep', '100'], ${JSON.stringify(join(folder, 'orphan.log'))});
      console.log(program.pid);
      setInterval(() => {}, 1000);
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
    );
    await until('sleep to run', 5000, () => isAlive(pid));
    parent.kill('SIGKILL');
    await until('sleep to be killed', 5000, () => !isAlive(pid));
  });
});
