// A self-signed certificate, as a Secret that an exposure names.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';

/** A Secret of type kubernetes.io/tls for one host. */
export function certificateSecret(
  host: string,
  metadata: KubernetesObject['metadata'],
  folder: string,
): KubernetesObject {
  const [key, certificate] = [join(folder, `${host}.key`), join(folder, `${host}.crt`)];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const read = (file: string): string => readFileSync(file).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': read(certificate), 'tls.key': read(key) },
  };
}
