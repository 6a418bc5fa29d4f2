// Schema generator: writes schemas/kubernetes.json and schemas/crds.json. Run by `npm run schemas`; needs Go to download modules.
import { writeFileSync } from 'node:fs';
import { canonicalJson } from './json-schema.ts';
import { crdPool } from './crd-pool.ts';
import { kubernetesPool } from './kubernetes-pool.ts';

/** JSON with one definition, kind or source a line: small, and a regeneration shows what changed. */
function pooled(pool: object): string {
  const sections = Object.entries(pool).map(([section, members]) => {
    const sorted = Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = sorted.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
    return `${JSON.stringify(section)}:{\n${lines.join(',\n')}\n}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}

const written = [
  ['kubernetes.json', kubernetesPool()],
  ['crds.json', crdPool()],
] as const;
for (const [file, pool] of written) {
  const text = pooled(pool);
  writeFileSync(new URL(file, import.meta.url), text);
  console.log(`schemas/${file}: ${Object.keys(pool.kinds).length} kinds, ${text.length} bytes`);
}
