import { AwsError } from './aws-error.ts';

export interface PageRequest {
  /** The marker or token of the request. */
  readonly token: unknown;
  /** How many items the request asks for. */
  readonly limit: unknown;
  /** AWS's own limit for this operation. */
  readonly most: number;
  /** Where the page without items goes that AWS may send: before the first, after the first, or nowhere. */
  readonly emptyPage: 'first' | 'second' | 'never';
  /** The error code with which this service answers a token that it did not issue. */
  readonly invalidToken: string;
}

/** One page, and the token of the next. A page can be empty without being the last. */
export function takePage<Item>(
  items: readonly Item[],
  { token, limit, most, emptyPage, invalidToken }: PageRequest,
): { readonly items: readonly Item[]; readonly next?: string } {
  const { offset, empty } = parseToken(token, invalidToken);
  const start = token === undefined && emptyPage === 'first' && items.length > 0;
  if (start || empty) return { items: [], next: buildToken(offset, false) };

  const asked = Number(limit ?? most);
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : most;
  const end = offset + size;
  const page = items.slice(offset, end);
  if (end >= items.length) return { items: page };
  return { items: page, next: buildToken(end, offset === 0 && emptyPage === 'second') };
}

function buildToken(offset: number, empty: boolean): string {
  return Buffer.from(`${empty ? 'empty' : 'items'} ${offset}`).toString('base64url');
}

function parseToken(token: unknown, invalidToken: string): { readonly offset: number; readonly empty: boolean } {
  if (token === undefined) return { offset: 0, empty: false };
  const parts = /^(empty|items) (\d{1,9})$/.exec(Buffer.from(String(token), 'base64url').toString());
  if (parts === null) throw new AwsError(invalidToken, 400, 'The token was not issued by this account.');
  return { offset: Number(parts[2]), empty: parts[1] === 'empty' };
}
