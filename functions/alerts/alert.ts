import type { Severity } from '../rules/rule.ts';

/** What is published to the topic; `text` is the email, and a chat gets the sections. All of it is plain text. */
export interface Alert {
  /** ASCII, one line, at most 99 characters: what SNS takes as a subject. */
  readonly subject: string;
  readonly severity: Severity;
  readonly text: string;
  readonly sections: readonly AlertSection[];
  /** The CloudTrail event it is about: the same denial delivered twice has the same id. */
  readonly eventId: string | null;
}

export interface AlertSection {
  readonly title: string;
  readonly lines: readonly string[];
  /** Something to paste, line breaks kept. */
  readonly code?: string;
}
