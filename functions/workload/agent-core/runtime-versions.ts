import { type Fields, fieldsOf, listAt, textAt } from '../fields.ts';
import type { Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';

/**
 * The versions of a runtime that an endpoint runs, or is about to run, besides the latest one. A version keeps the role that
 * it was made with. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agent-runtime-versioning.html
 */
export function pinnedVersions(runtime: Fields): readonly string[] {
  const latest = textAt(runtime, 'agentRuntimeVersion');
  const run = listAt(runtime, 'endpoints').flatMap((endpoint) => [
    textAt(endpoint, 'liveVersion'),
    textAt(endpoint, 'targetVersion'),
  ]);
  return [...new Set(run)].filter((version) => version !== undefined && version !== latest) as string[];
}

/** The `get-agent-runtime` answer of a version, under the runtime's own ARN; undefined when it was not read. */
export function runtimeVersion(runtime: Fields, version: string): Fields | undefined {
  const answer = listAt(runtime, 'versions').find((candidate) => textAt(candidate, 'agentRuntimeVersion') === version);
  return answer === undefined ? undefined : { ...fieldsOf(answer), agentRuntimeArn: runtime.agentRuntimeArn };
}

/** Phrases about versions that may run, and of which nothing is known. */
export function unseenRuntimeVersions(snapshot: Snapshot, runtime: Fields): readonly string[] {
  const id = textAt(runtime, 'agentRuntimeId') ?? 'without an id';
  const part = `agentCore.runtimes.${id}`;
  if (!Array.isArray(runtime.endpoints))
    return [notRead(snapshot, `${part}.endpoints`, `the endpoints of AgentCore runtime ${id}`, 'were')];
  return pinnedVersions(runtime)
    .filter((version) => runtimeVersion(runtime, version) === undefined)
    .map((version) =>
      notRead(
        snapshot,
        `${part}.versions.${version}`,
        `version ${version} of AgentCore runtime ${id}, which an endpoint runs,`,
      ),
    );
}
