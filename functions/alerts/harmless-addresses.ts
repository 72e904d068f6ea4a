/** AWS's own pages, in every partition. What a customer can fill (S3, a function's address) is not one of them. */
const OWN_PAGES =
  /^(?:(?:[\w-]+\.)?(?:docs|console|repost)\.aws(?:\.amazon\.com)?|aws\.amazon\.com|(?:[\w-]+\.)?console\.amazonaws(?:\.cn|-us-gov\.com|-eusc\.eu)|docs\.amazonaws\.cn)$/i;

/** An address with a scheme: a mail program or a chat makes a link of it. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s/?#"'`<>]*)/gi;

/**
 * A text in which no address leads away from AWS with one click: `https[:]//host` shows where it
 * would have led. An S3 URI opens nothing.
 */
export const harmlessAddresses = (text: string): string =>
  text.replace(ADDRESS, (address: string, scheme: string, host: string) =>
    /^s3$/i.test(scheme) || OWN_PAGES.test(host) ? address : `${scheme}[:]//${host}`,
  );
