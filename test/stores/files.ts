// Files as kubeseal and SOPS write them, in form; nobody can decrypt these. `test/parsers/` has real ones.
import type { SecretStoreInput } from '../../lib/model/secret-store.ts';

/** As long as what kubeseal makes of a short value with a key of 4096 bits. */
export const CIPHERTEXT = `AgA${'A'.repeat(709)}`;

/** What `kubeseal --format yaml` writes. */
export function sealedFile({
  name = 'shop-db',
  namespace = 'shop',
  annotations = {},
  values = { password: CIPHERTEXT, url: CIPHERTEXT },
}: {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
} = {}): string {
  const metadata = { annotations, creationTimestamp: null, name, namespace };
  return `---\n${JSON.stringify({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata,
    spec: { encryptedData: values, template: { metadata } },
  })}\n`;
}

const encrypted = (text: string) => `ENC[AES256_GCM,data:${text},iv:aXY=,tag:dGFn,type:str]`;

/** What `sops encrypt --encrypted-regex '^(data|stringData)$'` makes of a Secret. */
export function sopsFile({
  name = 'shop-db',
  namespace = 'shop',
  values = { password: encrypted('cA=='), url: encrypted('dQ==') },
  sops = 'sops:\n    age: []\n    mac: ENC[AES256_GCM,data:bQ==,iv:aXY=,tag:dGFn,type:str]\n    version: 3.13.3\n',
}: {
  readonly name?: string;
  readonly namespace?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly sops?: string;
} = {}): string {
  const lines = Object.entries(values).map(([key, value]) => `    ${key}: ${value}\n`);
  return `apiVersion: v1\nkind: Secret\nmetadata:\n    name: ${name}\n    namespace: ${namespace}\nstringData:\n${lines.join('')}${sops}`;
}

/** A project with these files. */
export function reading(
  files: Readonly<Record<string, string>>,
): Pick<SecretStoreInput, 'readText'> {
  return {
    readText: (path) => {
      const text = files[path];
      return text === undefined
        ? { ok: false, problem: 'there is no such file' }
        : { ok: true, text };
    },
  };
}
