/** AWS's own pages, in every partition. What a customer can fill (S3, a function's address) is not one of them. */
const OWN_PAGES =
  /^(?:(?:[\w-]+\.)?(?:docs|console|repost)\.aws(?:\.amazon\.com)?|aws\.amazon\.com|(?:[\w-]+\.)?console\.amazonaws(?:\.cn|-us-gov\.com|-eusc\.eu)|docs\.amazonaws\.cn)$/i;

/** What a mail program or a chat makes a link of, wherever in a word it stands. */
const ADDRESS = /(\bs3)?:\/\/([^\s/?#"'`<>]*)/gi;
const BARE_HOST = /(?<!:\/\/)\bwww\.(?=\w)/gi;

/**
 * A text in which no address leads away from AWS with one click: `https[:]//host` and `www[.]host` show where it
 * would have led. An S3 URI opens nothing.
 */
export const harmlessAddresses = (text: string): string =>
  text
    .replace(ADDRESS, (address: string, s3: string | undefined, host: string) =>
      s3 !== undefined || OWN_PAGES.test(host) ? address : `[:]${address.slice(1)}`,
    )
    .replace(BARE_HOST, (www) => www.replace('.', '[.]'));
