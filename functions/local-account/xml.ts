/**
 * A value as AWS's query protocols write it: a list is a row of `member` elements (`item` in EC2's), `undefined` and `null`
 * are absent. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function buildXml(name: string, value: unknown, itemName: 'member' | 'item' = 'member'): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${contentOf(value, itemName)}</${name}>`;
}

function contentOf(value: unknown, itemName: 'member' | 'item'): string {
  if (Array.isArray(value)) return value.map((item) => buildXml(itemName, item, itemName)).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([key]) => /^[A-Za-z_][\w.-]*$/.test(key))
      .map(([key, item]) => buildXml(key, item, itemName))
      .join('');
  }
  return escapeXml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** XML 1.0 has no way to write most control characters: they become the replacement character. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? character)
  );
}
