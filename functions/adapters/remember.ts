import type { Unread } from './unread.ts';

/** Reads a piece of a part, or takes it from memory, and adds what could not be read of it to that of the whole. */
export type Remember = <Piece>(key: string, unread: Unread, read: (own: Unread) => Promise<Piece>) => Promise<Piece>;
