/** emit › gitops: options every tool with a repository takes, and their shapes. */

import * as v from 'valibot';
import { textOf } from '../../model/unit-shape.ts';
import { parseDnsLabel } from '../../units/dns-name.ts';
import { type Parsed, accepted, refused, show } from '../../units/parsed.ts';

/** Where the tree lies in Git. */
export interface RepositoryOptions {
  /** Address of the repository; credentials are the tool's own affair and never stand here. */
  readonly repository: string;
  /** Folder of the trees in the repository. Default: `dist/gitops`. */
  readonly path?: string;
  /** Prefix of the names of objects, a DNS label. Default: the only service, else the last part of the repository. */
  readonly name?: string;
  /** Delete what is no longer in the tree. Default: true. */
  readonly prune?: boolean;
}

/** Default of `path`: where outputs are written. */
export const TREES = 'dist/gitops';
/** Environments end the names: `shop-production`. */
const LONGEST_NAME = 40;

/** Shapes of RepositoryOptions. @internal */
export const repositoryEntries = {
  repository: textOf(parseRepository),
  path: v.optional(textOf(parsePath)),
  name: v.optional(textOf((text) => parseDnsLabel(text, LONGEST_NAME))),
  prune: v.optional(v.boolean()),
};

/** A name of a namespace. @internal */
export const namespaceShape = textOf((text) => parseDnsLabel(text));

function parseRepository(text: string): Parsed<string> {
  if (/^(?:https?|ssh|git):\/\/[^/@]*:[^/@]*@/.test(text)) {
    return refused(
      'The address of the repository holds a password: it would be committed and shown to everybody',
    );
  }
  return /^(?:https?:\/\/|ssh:\/\/|git:\/\/|[\w.-]+@[\w.-]+:)\S+$/.test(text)
    ? accepted(text)
    : refused(
        `${show(text)} is not the address of a Git repository, as \`https://example.com/acme/shop.git\` or \`git@example.com:acme/shop.git\` is`,
      );
}

/** A folder of the repository: kustomize and both tools refuse to leave it. @internal */
export function parsePath(text: string): Parsed<string> {
  const parts = text.split('/');
  return text !== '' && !parts.includes('..') && !text.startsWith('/') && !text.endsWith('/')
    ? accepted(text)
    : refused(`${show(text)} is not a folder within the repository, as \`dist/gitops\` is`);
}
