// An image of one static program: `localhost/slipway/NAME:test` runs the pinned tool NAME.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../../../tools/find.ts';
import { writeArchive } from '../oci-archive.ts';
import type { Recipe } from '../recipe.ts';
import { user } from '../recipe.ts';

export function toolImage(tool: string): Recipe {
  return {
    sources: ['recipes/tool.ts'],
    tools: [tool],
    build: (archive, root) => {
      mkdirSync(join(root, 'tmp'));
      cpSync(requireTool(tool), join(root, tool));
      const config = { Entrypoint: [`/${tool}`], User: user };
      writeArchive(archive, [{ name: `localhost/slipway/${tool}:test`, layers: [root], config }]);
    },
  };
}
