/** model › preview: a copy of an environment beside it, for a change that is looked at before it is released. */

/** What a command asks for. */
export interface Preview {
  /** A DNS label, e.g. `pr-7`. */
  readonly name: string;
  /** The environment that is copied. */
  readonly environment: string;
  /** Domain under which it is reached: `shop-pr-7.<domain>`. Needed where an exposure names hosts. */
  readonly domain?: string;
  /** Images that run in place of those of the same repository, with tag or digest. */
  readonly images: readonly string[];
}

/** Labels of the namespaces of previews; only a namespace that has both is ever deleted. */
export const PREVIEW_LABELS = { environment: 'preview-of', name: 'preview-name' } as const;
