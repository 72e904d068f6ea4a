import { at } from '../fields.ts';
import { joinNeeds } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { fileSystemNeeds } from './file-system-needs.ts';
import type { AgentCorePlace } from './place.ts';
import { callerReadNeeds, networkNeeds } from './setting-needs.ts';

/** The role with which code in a session runs: what that code asks for is in no configuration. */
export const codeInterpreterNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    fileSystemNeeds(
      place,
      'code-interpreter-filesystem-configurations',
      at(place.resource, 'filesystemConfigurations'),
    ),
    networkNeeds(place, at(place.resource, 'networkConfiguration')),
    callerReadNeeds(place),
    { gaps: [`what the code in sessions of ${place.label} calls with its role is not in its configuration`] },
  ]);
