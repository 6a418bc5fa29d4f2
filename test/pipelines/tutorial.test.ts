// The tutorial, executed step by step: files are written as they stand there, commands run in real git, and what they print
// is what the page shows.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyProject } from './project.ts';

const PAGE = join(import.meta.dirname, '../../docs/tutorial.md');
const BLOCK = /^```(?<language>\w+)\n(?<body>.*?)^```$/gms;

test('the tutorial shows what happens', { timeout: 900_000 }, async () => {
  const page = readFileSync(PAGE, 'utf8');
  const project = emptyProject();
  try {
    let commands = 0;
    const shown = page.replaceAll(BLOCK, (block, language: string, body: string) => {
      const path = /^(?:#|\/\/) (\S+\.\w+)\n/.exec(body)?.[1];
      if (path !== undefined) {
        mkdirSync(dirname(join(project.folder, path)), { recursive: true });
        writeFileSync(join(project.folder, path), body);
      }
      if (language !== 'console') return block;
      const lines = body.split('\n').filter((line) => line.startsWith('$ '));
      commands += lines.length;
      const output = lines.map((line) => {
        const ran = spawnSync('bash', ['-c', `${line.slice(2)} 2>&1`], {
          cwd: project.folder,
          env: project.env,
          encoding: 'utf8',
          timeout: 300_000,
        });
        return `${line}\n${ran.stdout}`;
      });
      return `\`\`\`console\n${output.join('')}\`\`\``;
    });
    expect(commands).toBeGreaterThan(20);
    await expect(shown).toMatchFileSnapshot(PAGE);
  } finally {
    project.remove();
  }
});
