import { regionOf } from '../workload/arn.ts';
import type { Aws } from './aws.ts';

/** One client for each Region that an ARN names; the caller's own for an ARN without one. */
export function clientsByRegion<Client>(
  aws: Aws,
  build: (region: { readonly region?: string }) => Client,
): (arn: string) => Client {
  const clients = new Map<string | undefined, Client>();
  return (arn) => {
    const region = regionOf(arn) ?? aws.region;
    const client = clients.get(region) ?? build(region === undefined ? {} : { region });
    clients.set(region, client);
    return client;
  };
}
