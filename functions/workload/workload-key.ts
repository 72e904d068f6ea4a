import type { Workload } from './workload.ts';

/** `arn#version`, or the ARN alone for a workload without versions: what requests, models and findings refer to. */
export const workloadKey = ({ arn, version }: Pick<Workload, 'arn' | 'version'>): string =>
  version === undefined ? arn : `${arn}#${version}`;
