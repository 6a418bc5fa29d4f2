// Set up before every test file: unexpected console output fails the test that made it.
import { afterEach, beforeEach } from 'vitest';

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
const original = { ...console };
let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const method of methods) {
    console[method] = (...words: readonly unknown[]) => {
      said.push(`console.${method}: ${words.map(String).join(' ')}`);
    };
  }
});

afterEach(() => {
  for (const method of methods) console[method] = original[method];
  if (said.length > 0) throw new Error(`Unexpected output:\n${said.join('\n')}`);
});
