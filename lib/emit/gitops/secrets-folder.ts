/** emit › gitops: where files that stay encrypted lie. */

/** Folder below the tree of an environment. */
export const SECRETS = 'secrets';
