export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * The range that a policy's value stands for (`203.0.113.0/24`, `2001:db8::/32`, or one address): is an address in it?
 * Undefined where the answer hangs on the prefix of an IPv6 address without one, for which AWS documents `/32`; no function
 * when the value is no range.
 */
export function addressRange(range: string): ((address: Address) => boolean | undefined) | undefined {
  const slash = range.indexOf('/');
  const base = parseAddress(slash === -1 ? range : range.slice(0, slash));
  if (base === undefined) return undefined;
  if (slash === -1) {
    return (address) => {
      if (base.bits !== address.bits) return false;
      if (base.value === address.value) return true;
      return base.bits === 128 && samePrefix(base, address, 32) ? undefined : false;
    };
  }
  const prefix = range.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > base.bits) return undefined;
  return (address) => base.bits === address.bits && samePrefix(base, address, Number(prefix));
}

function samePrefix(one: Address, other: Address, length: number): boolean {
  const rest = BigInt(one.bits - length);
  return one.value >> rest === other.value >> rest;
}

/** Undefined when the text is no address. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseIpv6(text);
  return value === undefined ? undefined : { bits: 128, value };
}

function parseIpv4(text: string): bigint | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256))
    return undefined;
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groups(half));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? joined(head) : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return joined([...head, ...Array<bigint>(8 - head.length - tail.length).fill(0n), ...tail]);
}

/** 16-bit groups; a dotted IPv4 address at the end is two of them. */
function groups(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const dotted = last.includes('.') ? parseIpv4(last) : undefined;
  if (last.includes('.') && dotted === undefined) return undefined;
  const hexadecimal = dotted === undefined ? parts : parts.slice(0, -1);
  if (!hexadecimal.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  const values = hexadecimal.map((part) => BigInt(`0x${part}`));
  return dotted === undefined ? values : [...values, dotted >> 16n, dotted & 0xffffn];
}

const joined = (values: readonly bigint[]): bigint => values.reduce((value, group) => (value << 16n) | group, 0n);
