/**
 * A policy document as IAM's API and AWS Config send it: percent-encoded by RFC 3986, whatever the spelling it has in
 * the snapshot (an object, plain JSON, or already encoded).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html
 */
export function encodeDocument(document: unknown): string {
  if (typeof document === 'string' && /^\s*%/.test(document)) return document;
  const text = typeof document === 'string' ? document : (JSON.stringify(document) ?? '');
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
