import { resolve } from 'node:path';

/**
 * A path as its writer meant it. `npm run warden` starts the command in the package's folder and tells in INIT_CWD where
 * the person stood.
 */
export function userPath(path: string): string {
  const { npm_lifecycle_event, npm_package_name, INIT_CWD } = process.env;
  const byNpm = npm_lifecycle_event === 'warden' && npm_package_name === 'bedrock-warden';
  if (path === '' || path === '-' || !byNpm || INIT_CWD === undefined) return path;
  return resolve(INIT_CWD, path);
}
