// Where a tool lies once built: one folder per tool and pin, so that two versions of this repository can share a cache.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './pins.ts';

/** The folder of this file: `tools/` of the repository. */
export const toolsFolder = import.meta.dirname;

/** Folder that holds the built tools; `SLIPWAY_TOOLS`, default `~/.cache/slipway-tools`. */
export function cacheFolder(): string {
  return process.env['SLIPWAY_TOOLS'] ?? join(homedir(), '.cache', 'slipway-tools');
}

/** Hash of everything that decides what a tool becomes: its pin, its module's files, the operating system. */
export function keyOf(tool: Tool): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([tool, process.platform, process.arch]));
  if (tool.kind === 'go') {
    for (const folder of [tool.module, ...(tool.sources ?? [])]) {
      for (const file of readdirSync(join(toolsFolder, folder)).toSorted()) {
        if (!/(^go\.(mod|sum)|\.go)$/.test(file)) continue;
        hash.update(`\0${folder}/${file}\0`).update(readFileSync(join(toolsFolder, folder, file)));
      }
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** The folder a tool is built into: `<cache>/<name>-<version>-<key>`. */
export function folderOf(tool: Tool): string {
  return join(cacheFolder(), `${tool.name}-${tool.version}-${keyOf(tool)}`);
}

/** What a caller asks for: the binary of a program, the folder of a set of files. */
export function pathOf(tool: Tool): string {
  return tool.kind === 'files' ? folderOf(tool) : join(folderOf(tool), tool.binary ?? tool.name);
}
