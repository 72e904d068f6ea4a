import { basename, dirname, join } from 'node:path';

interface SnapshotPath {
  readonly path: string;
  /** Absent: the Region of the AWS configuration. */
  readonly region?: string;
}

/**
 * One file for each Region, since a snapshot is of one: `account.json` for two of them becomes `account.us-east-1.json` and
 * `account.eu-west-1.json`.
 */
export function snapshotPaths(out: string, regions: readonly string[] = []): readonly SnapshotPath[] {
  const [only, ...others] = regions;
  if (only === undefined) return [{ path: out }];
  if (others.length === 0) return [{ path: out, region: only }];
  return regions.map((region) => ({ path: withRegion(out, region), region }));
}

function withRegion(path: string, region: string): string {
  const name = basename(path);
  const [extension = ''] = /(?:\.[A-Za-z]\w*)?(?:\.gz)?$/i.exec(name.slice(1)) ?? [];
  const named = `${name.slice(0, name.length - extension.length)}.${region}${extension}`;
  // A path that ends in a separator is no file: it stays so, and is refused as such.
  return path.endsWith('/') ? path : join(dirname(path), named);
}
