/**
 * Events that one write of an incident counts: a transaction has at most 100 items, and the incident is one of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const MOST_EVENTS = 99;
