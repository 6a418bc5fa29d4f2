// A thread in which the stand-ins for controllers go on while the test itself waits for a command: everything works at once.
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { tokenClient } from '../support/api-client.ts';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { controllers } from './controllers.ts';

const kubeconfig: unknown = JSON.parse(readFileSync(String(at(workerData, 'kubeconfig')), 'utf8'));
const cluster = at(listAt(kubeconfig, 'clusters')[0], 'cluster');
const client = tokenClient({
  port: Number(new URL(textAt(cluster, 'server') ?? '').port),
  token: textAt(listAt(kubeconfig, 'users')[0], 'user', 'token') ?? '',
  authority: readFileSync(textAt(cluster, 'certificate-authority') ?? '', 'utf8'),
});
for (const namespace of listAt(workerData, 'namespaces')) {
  controllers(client, String(namespace), () => 'works');
}
