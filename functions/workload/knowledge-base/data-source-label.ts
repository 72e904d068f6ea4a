import type { DataSource } from './configuration.ts';

export const dataSourceLabel = ({ dataSourceId }: DataSource): string =>
  dataSourceId === undefined ? '(without an id)' : dataSourceId.slice(0, 80);
