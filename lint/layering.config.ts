// Repository guard: the rules about layers and circles alone, for a quick look at the whole repository.
import { defineConfig } from 'oxlint';
import config from '../oxlint.config.ts';

const layering = ['boundaries/no-unknown-files', 'boundaries/dependencies', 'import/no-cycle'];

export default defineConfig({
  plugins: ['import'],
  jsPlugins: ['eslint-plugin-boundaries'],
  categories: { correctness: 'off' },
  settings: config.settings,
  rules: Object.fromEntries(
    Object.entries(config.rules).filter(([name]) => layering.includes(name)),
  ),
});
