/** An IP address as bits, or nothing if it is none. */
function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bitsOfIpv6(address) : bitsOfIpv4(address);
}

function bitsOfIpv4(address: string): string | undefined {
  const bytes = address.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256))
    return undefined;
  return bytes.map((byte) => Number(byte).toString(2).padStart(8, '0')).join('');
}

function bitsOfIpv6(address: string): string | undefined {
  // The last 32 bits may be written as an IPv4 address: `::ffff:203.0.113.7`.
  const last = address.slice(address.lastIndexOf(':') + 1);
  const ipv4 = last.includes('.') ? bitsOfIpv4(last) : '';
  if (ipv4 === undefined) return undefined;
  const groupsWritten = ipv4 === '' ? address : address.replace(last, '0:0');

  const halves = groupsWritten.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const bits = groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
  return bits.slice(0, 128 - ipv4.length) + ipv4;
}

/**
 * Whether an address is in a CIDR range; nothing if one of them is not what it should be. An address is a range of one;
 * but AWS documents `/32` for it, which leaves open what an IPv6 address without a prefix stands for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isInRange(address: string, range: string): boolean | undefined {
  const [start = '', length, ...more] = range.split('/');
  const [one, other] = [bitsOf(address), bitsOf(start)];
  if (one === undefined || other === undefined || more.length > 0) return undefined;
  if (length === undefined) {
    const inDocumentedRange = one.length === other.length && one.slice(0, 32) === other.slice(0, 32);
    return inDocumentedRange === (one === other) ? one === other : undefined;
  }
  const bits = Number(length);
  if (!/^\d{1,3}$/.test(length) || bits > other.length) return undefined;
  return one.length === other.length && one.slice(0, bits) === other.slice(0, bits);
}
