// Writes container images as one OCI archive, which containerd imports as if a registry had sent it.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What runs in a container of an image unless its pod says otherwise (the config object of the OCI image format). */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  /** The runtime's own choice is SIGTERM. */
  readonly StopSignal?: string;
  /** Numeric, so that `runAsNonRoot` can be checked. */
  readonly User: string;
}

/** One image: its full name and the folders that are laid over one another, each becoming a layer. */
export interface Image {
  readonly name: string;
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Layer extends Blob {
  /** Digest of the uncompressed layer. */
  readonly diff: string;
}

/** Writes the images to one archive; layers that several of them share are in it once. */
export function writeArchive(file: string, images: readonly Image[]): void {
  const folder = mkdtempSync(join(dirname(file), '.archive-'));
  try {
    mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
    const written = new Map<string, Layer>();
    const layerOf = (source: string): Layer => {
      const layer = written.get(source) ?? writeLayer(folder, source);
      written.set(source, layer);
      return layer;
    };
    const manifests = images.map((image) => ({
      ...writeManifest(folder, image, image.layers.map(layerOf)),
      annotations: {
        'io.containerd.image.name': image.name,
        'org.opencontainers.image.ref.name': image.name.split(':').at(-1),
      },
    }));
    writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
    writeFileSync(
      join(folder, 'index.json'),
      JSON.stringify({ schemaVersion: 2, mediaType: mediaType('index', 'json'), manifests }),
    );
    const temporary = `${file}.partial`;
    execFileSync('tar', [
      ...stable,
      '-cf',
      temporary,
      '-C',
      folder,
      'oci-layout',
      'index.json',
      'blobs',
    ]);
    renameSync(temporary, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same files give the same bytes: sorted names, one time, numeric owners. */
const stable = ['--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'] as const;

const mediaType = (what: string, how: string): string =>
  `application/vnd.oci.image.${what}.v1${what === 'layer' ? '.' : '+'}${how}`;

function writeLayer(folder: string, source: string): Layer {
  const archive = join(folder, '.layer');
  execFileSync('tar', [...stable, '-cf', archive, '-C', source, '.']);
  const text = readFileSync(archive);
  rmSync(archive);
  const blob = writeBlob(folder, mediaType('layer', 'tar+gzip'), gzipSync(text, { level: 1 }));
  return { ...blob, diff: digestOf(text) };
}

function writeManifest(folder: string, image: Image, layers: readonly Layer[]): Blob {
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: image.config,
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diff) },
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaType('manifest', 'json'),
    config: writeBlob(folder, mediaType('config', 'json'), JSON.stringify(config)),
    layers: layers.map(({ diff: _, ...blob }) => blob),
  };
  return writeBlob(folder, mediaType('manifest', 'json'), JSON.stringify(manifest));
}

function writeBlob(folder: string, type: string, content: Buffer | string): Blob {
  const bytes = Buffer.from(content);
  const digest = digestOf(bytes);
  writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
  return { mediaType: type, digest, size: bytes.length };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
