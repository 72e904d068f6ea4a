/** `npm run build`: writes dist/ and says what is in it. */
import Table from 'cli-table3';
import { buildBundles } from './build-bundles.ts';

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

const table = new Table({ head: ['bundle', 'entry', 'loaded at once', 'everything'], style: { head: [], border: [] } });
for (const { name, entryBytes, loadedBytes, totalBytes } of await buildBundles())
  table.push([name, kilobytes(entryBytes), kilobytes(loadedBytes), kilobytes(totalBytes)]);
console.log(table.toString());
