/** emit › ci › GitHub: the few actions of others that are used, pinned to commits: a tag can be moved, a commit cannot. */

/** Actions by name; commits and versions as of 2026-08, from the repositories of their makers. */
export const ACTIONS = {
  checkout: {
    uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
    version: 'v7.0.1',
  },
  setupNode: {
    uses: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020',
    version: 'v7.0.0',
  },
  cosign: {
    uses: 'sigstore/cosign-installer@6f9f17788090df1f26f669e9d70d6ae9567deba6',
    version: 'v4.1.2',
  },
} as const;

/** Rights beyond reading, with what they are for. */
const RIGHTS: Readonly<Record<string, string>> = {
  'contents: write': 'pushes the release',
  'packages: write': 'pushes images and signatures',
  'id-token: write': 'says which job this is, in place of a password',
  'pull-requests: write': 'comments',
};

/** Writes beside each pin its version, for people and for tools that renew pins, and beside each right what it is for. */
export function withRemarks(text: string): string {
  const remarks = [
    ...Object.values(ACTIONS).map(({ uses, version }) => [`uses: ${uses}`, version] as const),
    ...Object.entries(RIGHTS),
  ];
  return remarks.reduce(
    (result, [line, remark]) => result.replaceAll(`${line}\n`, `${line} # ${remark}\n`),
    text,
  );
}
