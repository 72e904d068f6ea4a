import { at } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { accountOf, acrossAccounts } from './across-accounts.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { inWords, itemNeeds, memberNeeds, needsNothing } from './union.ts';

const S3_FILES = /^(arn:aws[a-z-]*:s3files:[a-z0-9-]+:\d{12}:file-system\/[\w-]+)\/access-point\/[\w-]+$/;
const EFS_ACCESS_POINT = /^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:access-point\/fsap-[0-9a-f]+$/;
const EFS_FILE_SYSTEM = /^arn:aws[a-z-]*:elasticfilesystem:[a-z0-9-]+:\d{12}:file-system\/fs-[0-9a-f]+$/;

/**
 * Mounting file systems of the account's own. Runtimes and tools word them differently. AgentCore itself handles the storage of
 * sessions, and the volumes of a capacity provider with the operator role of that.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-filesystem-configurations.html
 */
export const fileSystemNeeds = (place: AgentCorePlace, page: string, configurations: unknown): WorkloadNeeds => {
  const s3Files = (member: unknown) => s3FilesNeeds(place, page, inWords(at(member, 'accessPointArn')));
  const efs = (member: unknown) =>
    efsNeeds(place, page, inWords(at(member, 'accessPointArn')), inWords(at(member, 'fileSystemArn')));
  return itemNeeds(place.label, 'file systems', configurations, (configuration) =>
    memberNeeds(place.label, 'a file system', configuration, {
      s3FilesAccessPoint: s3Files,
      s3FilesConfiguration: s3Files,
      efsAccessPoint: efs,
      efsConfiguration: efs,
      sessionStorage: needsNothing,
      capacityProviderVolume: needsNothing,
    }),
  );
};

function s3FilesNeeds(place: AgentCorePlace, page: string, accessPoint: string | undefined): WorkloadNeeds {
  const fileSystem = S3_FILES.exec(accessPoint ?? '')?.[1];
  if (accessPoint === undefined || fileSystem === undefined)
    return unusable(place.label, 'the ARN of an S3 Files access point', accessPoint);
  const request = placeRequests(place, page, 'storage', `file system ${fileSystem}`);
  const context = { 's3files:AccessPointArn': accessPoint };
  return needsWith({
    requests: acrossAccounts(place, accountOf(fileSystem), [
      ...request(['s3files:ClientMount', 's3files:GetAccessPoint'], fileSystem, { context }),
      ...request(['s3files:ClientWrite'], fileSystem, { context, necessity: 'optional' }),
    ]),
  });
}

/** The access point of a runtime does not name its file system, on which the permission is. */
function efsNeeds(
  place: AgentCorePlace,
  page: string,
  accessPoint: string | undefined,
  fileSystem: string | undefined,
): WorkloadNeeds {
  if (accessPoint === undefined || !EFS_ACCESS_POINT.test(accessPoint))
    return unusable(place.label, 'the ARN of an Amazon EFS access point', accessPoint);
  if (fileSystem === undefined)
    return needsWith({ gaps: [`the file system of ${accessPoint}, which ${place.label} mounts, was not read`] });
  if (!EFS_FILE_SYSTEM.test(fileSystem))
    return unusable(place.label, 'the ARN of an Amazon EFS file system', fileSystem);
  const request = placeRequests(place, page, 'storage', `file system ${fileSystem}`);
  const context = { 'elasticfilesystem:AccessPointArn': accessPoint };
  return needsWith({
    requests: acrossAccounts(place, accountOf(fileSystem), [
      ...request(['elasticfilesystem:ClientMount'], fileSystem, { context }),
      ...request(['elasticfilesystem:ClientWrite'], fileSystem, { context, necessity: 'optional' }),
    ]),
  });
}
