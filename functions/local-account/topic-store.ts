export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  readonly messageStructure?: string;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly dataType: string;
  /** Text, or base64 for the data type `Binary`. */
  readonly value: string;
}

/** The topics of the account and what was published to them. */
export interface TopicStore {
  readonly published: readonly PublishedMessage[];
  hasTopic(topicArn: string): boolean;
  createTopic(topicArn: string): void;
  publish(message: PublishedMessage): void;
}

export function buildTopicStore(): TopicStore {
  const topics = new Set<string>();
  const published: PublishedMessage[] = [];
  return {
    published,
    hasTopic: (topicArn) => topics.has(topicArn),
    createTopic: (topicArn) => void topics.add(topicArn),
    publish: (message) => void published.push(message),
  };
}
