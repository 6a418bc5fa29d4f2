/** kubernetes › volumes: files of the description, keys of Secrets and writable directories, as volumes and mounts. */

import type { k8s } from 'cdk8s-plus-28';
import type { ContainerPlan, FilePlan, WritablePathPlan } from '../model/plan/container-plan.ts';
import {
  FILES_VOLUME,
  fileKey,
  filesObjectName,
  secretVolumeName,
  writableVolumeName,
} from '../model/plan/volume-names.ts';
import type { Plain } from './plain.ts';

type Mount = Plain<k8s.VolumeMount>;
type Volume = Plain<k8s.Volume>;
type TextFilePlan = Extract<FilePlan, { readonly kind: 'text' }>;
type SecretFilePlan = Extract<FilePlan, { readonly kind: 'secret' }>;

/** The files whose text is in the description. */
export function textFiles(container: ContainerPlan): readonly TextFilePlan[] {
  return container.files.filter((file) => file.kind === 'text');
}

/** The volumes of a pod; `objectName` is the prefix its ConfigMap of files is named by. */
export function lowerVolumes(container: ContainerPlan, objectName: string): readonly Volume[] {
  return [
    ...(textFiles(container).length === 0
      ? []
      : [{ name: FILES_VOLUME, configMap: { name: filesObjectName(objectName) } }]),
    ...secretVolumes(container.files.filter((file) => file.kind === 'secret')),
    ...container.writable.map(writableVolume),
  ];
}

/**
 * The mounts of a container. Files are mounted by subPath: the kubelet never renews those, so a running pod keeps the
 * text it started with. @see https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
export function lowerVolumeMounts(container: ContainerPlan): readonly Mount[] {
  return [...container.files.map(fileMount), ...container.writable.map(writableMount)];
}

function fileMount(file: FilePlan): Mount {
  switch (file.kind) {
    case 'text':
      return {
        name: FILES_VOLUME,
        mountPath: file.path,
        subPath: fileKey(file.path),
        readOnly: true,
      };
    case 'secret':
      return {
        name: secretVolumeName(file.secret),
        mountPath: file.path,
        subPath: file.key,
        readOnly: true,
      };
  }
}

/** One volume for each Secret, with no more than the keys that are mounted. */
function secretVolumes(files: readonly SecretFilePlan[]): readonly Volume[] {
  const names = [...new Set(files.map((file) => file.secret))];
  return names.map((secretName) => {
    const keys = files.filter((file) => file.secret === secretName).map((file) => file.key);
    return {
      name: secretVolumeName(secretName),
      secret: { secretName, items: [...new Set(keys)].map((key) => ({ key, path: key })) },
    };
  });
}

function writableVolume({ path, medium, sizeLimit }: WritablePathPlan): Volume {
  const name = writableVolumeName(path);
  switch (medium) {
    case 'disk':
      return { name, emptyDir: { sizeLimit } };
    case 'memory':
      return { name, emptyDir: { medium: 'Memory', sizeLimit } };
  }
}

function writableMount({ path }: WritablePathPlan): Mount {
  return { name: writableVolumeName(path), mountPath: path };
}
