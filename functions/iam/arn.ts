/** Up to six fields: what follows the fifth colon is the resource, colons included. */
export function arnFields(arn: string): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  while (fields.length < 5) {
    const colon = arn.indexOf(':', start);
    if (colon === -1) break;
    fields.push(arn.slice(start, colon));
    start = colon + 1;
  }
  fields.push(arn.slice(start));
  return fields;
}

/** The fields of an ARN pattern; missing ones are completed with `*`, as IAM does. */
export function completedFields(pattern: string): readonly string[] {
  const fields = arnFields(pattern);
  return fields.length === 6 ? fields : [...fields, ...Array<string>(6 - fields.length).fill('*')];
}

/** Where the sixth field begins; -1 when the text has fewer than six. */
export function resourcePartOf(arn: string): number {
  let colon = -1;
  for (let field = 0; field < 5; field += 1) {
    colon = arn.indexOf(':', colon + 1);
    if (colon === -1) return -1;
  }
  return colon + 1;
}
