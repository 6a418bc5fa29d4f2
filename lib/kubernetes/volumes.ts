/** kubernetes › volumes: files of the description, keys of Secrets, writable directories and what the service stores, as volumes and mounts. */

import type { k8s } from 'cdk8s-plus-28';
import type {
  ContainerPlan,
  FilePlan,
  SharedMountPlan,
  SidecarPlan,
  WritablePathPlan,
} from '../model/plan/container-plan.ts';
import type { PodVolumePlan, ProjectedSourcePlan } from '../model/plan/volume-plan.ts';
import {
  FILES_VOLUME,
  classVolumeName,
  describedVolumeName,
  fileKey,
  filesObjectName,
  perPodVolumeName,
  secretVolumeName,
  sidecarVolumeName,
  writableVolumeName,
} from '../model/plan/volume-names.ts';
import { lowerClaimRequest } from './claim.ts';
import type { Plain, Widened } from './plain.ts';
import { listed } from './present.ts';

type Mount = Plain<k8s.VolumeMount>;
/** The generated types spell it `downwardApi`, and so would the manifest. */
type Projection = Omit<Plain<k8s.VolumeProjection>, 'downwardApi'> & {
  readonly downwardAPI?: Plain<k8s.DownwardApiProjection>;
};
type Volume = Widened<
  k8s.Volume,
  { readonly projected?: { readonly sources: readonly Projection[] } | undefined }
>;
type TextFilePlan = Extract<FilePlan, { readonly kind: 'text' }>;
type SecretFilePlan = Extract<FilePlan, { readonly kind: 'secret' }>;

/** The files whose text is in the description, of every container of the pod. */
export function textFiles(container: ContainerPlan): readonly TextFilePlan[] {
  const sidecars = container.sidecars ?? [];
  return [...container.files, ...sidecars.flatMap(({ files }) => files)].filter(
    (file) => file.kind === 'text',
  );
}

/** The volumes of a pod; `objectName` is the prefix its ConfigMap of files is named by. */
export function lowerVolumes(container: ContainerPlan, objectName: string): readonly Volume[] {
  return [
    ...(textFiles(container).length === 0
      ? []
      : [{ name: FILES_VOLUME, configMap: { name: filesObjectName(objectName) } }]),
    ...secretVolumes(container.files.filter((file) => file.kind === 'secret')),
    ...(container.classes ?? []).map(({ name }) => classVolume(name)),
    ...container.writable.map((path) => writableVolume(writableVolumeName(path.path), path)),
    ...(container.sidecars ?? []).flatMap((sidecar) =>
      sidecar.writable.map((path) =>
        writableVolume(sidecarVolumeName(sidecar.name, path.path), path),
      ),
    ),
    ...(container.shared ?? []).map(({ name, sizeLimit }) => ({ name, emptyDir: { sizeLimit } })),
    ...(container.volumes ?? []).flatMap(describedVolume),
  ];
}

/**
 * The mounts of a container. Files are mounted by subPath: the kubelet never renews those, so a running pod keeps the
 * text it started with. @see https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
export function lowerVolumeMounts(container: ContainerPlan): readonly Mount[] {
  return [
    ...container.files.map(fileMount),
    ...(container.classes ?? []).map(({ name, path }) => ({
      name: classVolumeName(name),
      mountPath: path,
      readOnly: true,
    })),
    ...container.writable.map(writableMount),
    ...(container.mounts ?? []).map(lowerSharedMount),
    ...(container.volumes ?? []).flatMap(describedMounts),
  ];
}

/** The mounts of a sidecar; what it writes is its own. */
export function lowerSidecarMounts(sidecar: SidecarPlan): readonly Mount[] {
  return [
    ...sidecar.files.map(fileMount),
    ...sidecar.writable.map(({ path }) => ({
      name: sidecarVolumeName(sidecar.name, path),
      mountPath: path,
    })),
    ...sidecar.mounts.map(lowerSharedMount),
    ...(sidecar.volumes ?? []).flatMap(describedMounts),
  ];
}

/** Where a container sees a directory of the pod. */
export function lowerSharedMount({ directory, path, readOnly }: SharedMountPlan): Mount {
  return readOnly
    ? { name: directory, mountPath: path, readOnly }
    : { name: directory, mountPath: path };
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
    case 'class':
      return {
        name: classVolumeName(file.class),
        mountPath: file.path,
        subPath: file.file,
        readOnly: true,
      };
  }
}

/** @see https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage */
function classVolume(secretProviderClass: string): Volume {
  return {
    name: classVolumeName(secretProviderClass),
    csi: {
      driver: 'secrets-store.csi.k8s.io',
      readOnly: true,
      volumeAttributes: { secretProviderClass },
    },
  };
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

/** What the service stores, as the pod has it; the claims of each pod are templates of its workload. */
function describedVolume({ volume, plan }: PodVolumePlan): readonly Volume[] {
  const name = describedVolumeName(volume);
  switch (plan.kind) {
    case 'claim':
      return [
        {
          name,
          persistentVolumeClaim: {
            claimName: plan.claimName,
            // Some drivers attach a disk to several nodes only where the pod says so itself.
            readOnly: plan.accessMode === 'ReadOnlyMany' ? true : undefined,
          },
        },
      ];
    case 'perPod':
      return [];
    case 'ephemeral':
      return [
        {
          name,
          ephemeral: { volumeClaimTemplate: { spec: lowerClaimRequest(plan.request) } },
        },
      ];
    case 'projected':
      return [{ name, projected: { sources: plan.sources.map(projectedSource) } }];
  }
}

function projectedSource(source: ProjectedSourcePlan): Projection {
  switch (source.kind) {
    case 'secret':
      return { secret: keysOf(source) };
    case 'configMap':
      return { configMap: keysOf(source) };
    case 'token': {
      const { path, audience, expirationSeconds } = source;
      return { serviceAccountToken: { path, audience, expirationSeconds } };
    }
    case 'field':
      return {
        downwardAPI: { items: [{ path: source.path, fieldRef: { fieldPath: source.field } }] },
      };
  }
}

function keysOf({
  name,
  items,
  optional,
}: Extract<ProjectedSourcePlan, { readonly kind: 'secret' | 'configMap' }>) {
  return { name, items: listed(items), optional: optional ? true : undefined };
}

function describedMounts({ volume, plan, mounts }: PodVolumePlan): readonly Mount[] {
  const name = plan.kind === 'perPod' ? perPodVolumeName(volume) : describedVolumeName(volume);
  return mounts.map(({ path, readOnly, subPath }) => ({
    name,
    mountPath: path,
    subPath,
    readOnly: readOnly ? true : undefined,
  }));
}

function writableVolume(name: string, { medium, sizeLimit }: WritablePathPlan): Volume {
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
