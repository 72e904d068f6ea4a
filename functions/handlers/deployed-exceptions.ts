import type { Log } from '../adapters/log.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';

/** What the setting says when no file was deployed: CloudFormation has no empty environment variable. */
const NONE = 'none';

/**
 * The exceptions of the file that was deployed with the function, read once. An entry that cannot be taken is logged, and the
 * others count.
 *
 * @param file its path in the deployment
 */
export function deployedExceptions(file: string | undefined, log: Log): () => Promise<readonly RuleException[]> {
  let known: Promise<readonly RuleException[]> | undefined;
  if (file === undefined || file === '' || file === NONE) return async () => [];
  const read = async () => {
    const { loadExceptions } = await import('../adapters/exceptions-file.ts');
    const { exceptions, problems } = await loadExceptions(file);
    if (problems.length > 0) log('EXCEPTIONS_NOT_READ', { problems });
    return exceptions;
  };
  return () => {
    known ??= read();
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
}
