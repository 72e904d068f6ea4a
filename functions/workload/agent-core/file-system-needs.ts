import { listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const S3_FILES = /^(arn:aws[a-z-]*:s3files:[a-z0-9-]+:\d{12}:file-system\/[\w-]+)\/access-point\/[\w-]+$/;
const EFS_ACCESS_POINT = /^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/fsap-[0-9a-f]+$/;
const EFS_FILE_SYSTEM = /^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:file-system\/fs-[0-9a-f]+$/;

/** Mounting file systems of the account's own; managed session storage needs nothing. Runtimes and tools word them differently. */
export const fileSystemNeeds = (place: AgentCorePlace, page: string, configurations: unknown): WorkloadNeeds =>
  joinNeeds(
    listAt(configurations).map((configuration) => {
      const s3Files =
        textAt(configuration, 's3FilesAccessPoint', 'accessPointArn') ??
        textAt(configuration, 's3FilesConfiguration', 'accessPointArn');
      if (s3Files !== undefined) return s3FilesNeeds(place, page, s3Files);
      const efs =
        textAt(configuration, 'efsAccessPoint', 'accessPointArn') ??
        textAt(configuration, 'efsConfiguration', 'accessPointArn');
      if (efs === undefined) return {};
      return efsNeeds(place, page, efs, textAt(configuration, 'efsConfiguration', 'fileSystemArn'));
    }),
  );

function s3FilesNeeds(place: AgentCorePlace, page: string, accessPoint: string): WorkloadNeeds {
  const fileSystem = S3_FILES.exec(accessPoint)?.[1];
  if (fileSystem === undefined) return unusable(place.label, 'the ARN of an S3 Files access point', accessPoint);
  const request = placeRequests(place, page, 'storage', `file system ${fileSystem}`);
  const context = { 's3files:AccessPointArn': accessPoint };
  return needsWith({
    requests: [
      ...request(['s3files:ClientMount', 's3files:GetAccessPoint'], fileSystem, { context }),
      ...request(['s3files:ClientWrite'], fileSystem, { context, necessity: 'optional' }),
    ],
  });
}

/** The access point of a runtime does not name its file system, on which the permission is. */
function efsNeeds(
  place: AgentCorePlace,
  page: string,
  accessPoint: string,
  fileSystem: string | undefined,
): WorkloadNeeds {
  if (!EFS_ACCESS_POINT.test(accessPoint))
    return unusable(place.label, 'the ARN of an Amazon EFS access point', accessPoint);
  if (fileSystem === undefined)
    return needsWith({ gaps: [`the file system of ${accessPoint}, which ${place.label} mounts, was not read`] });
  if (!EFS_FILE_SYSTEM.test(fileSystem))
    return unusable(place.label, 'the ARN of an Amazon EFS file system', fileSystem);
  const request = placeRequests(place, page, 'storage', `file system ${fileSystem}`);
  const context = { 'elasticfilesystem:AccessPointArn': accessPoint };
  return needsWith({
    requests: [
      ...request(['elasticfilesystem:ClientMount'], fileSystem, { context }),
      ...request(['elasticfilesystem:ClientWrite'], fileSystem, { context, necessity: 'optional' }),
    ],
  });
}
