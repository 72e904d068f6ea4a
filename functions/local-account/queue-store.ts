import { createHash, randomUUID } from 'node:crypto';

export interface QueueSettings {
  readonly name: string;
  readonly visibilityMillis: number;
  /** Where a message goes that was received as often as this without being deleted. */
  readonly deadLetters?: { readonly queue: string; readonly maxReceiveCount: number };
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly sentAt: number;
  readonly receives: number;
}

interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
  receiptHandle: string;
}

/** Standard queues: at least once, in no order that anyone may rely on. */
export interface QueueStore {
  create(settings: QueueSettings): void;
  has(name: string): boolean;
  /** Returns the message's id. */
  send(name: string, body: string): string;
  receive(name: string, most: number): readonly ReceivedMessage[];
  delete(name: string, receiptHandle: string): void;
  /** Makes everything that is being worked on visible now, as time would. */
  expireVisibility(name: string): void;
  /** What is in the queue, visible or not. */
  depth(name: string): number;
  bodies(name: string): readonly string[];
}

/** @param now milliseconds since the epoch */
export function buildQueueStore(now: () => number): QueueStore {
  const queues = new Map<string, { readonly settings: QueueSettings; readonly messages: Map<string, StoredMessage> }>();

  function queueOf(name: string) {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`there is no queue ${name}`);
    return queue;
  }

  const store: QueueStore = {
    create(settings) {
      queues.set(settings.name, { settings, messages: new Map() });
    },
    has: (name) => queues.has(name),
    send(name, body) {
      const messageId = randomUUID();
      const message = { messageId, body, sentAt: now(), visibleAt: 0, receives: 0, receiptHandle: '' };
      queueOf(name).messages.set(messageId, message);
      return messageId;
    },
    receive(name, most) {
      const { messages, settings } = queueOf(name);
      const received: ReceivedMessage[] = [];
      for (const message of [...messages.values()]) {
        if (received.length >= most) break;
        if (message.visibleAt > now()) continue;
        const { deadLetters } = settings;
        if (deadLetters !== undefined && message.receives >= deadLetters.maxReceiveCount) {
          messages.delete(message.messageId);
          queueOf(deadLetters.queue).messages.set(message.messageId, { ...message, receives: 0, visibleAt: 0 });
          continue;
        }
        message.receives += 1;
        message.visibleAt = now() + settings.visibilityMillis;
        message.receiptHandle = randomUUID();
        const md5OfBody = createHash('md5').update(message.body).digest('hex');
        received.push({ ...message, md5OfBody });
      }
      return received;
    },
    delete(name, receiptHandle) {
      const { messages } = queueOf(name);
      for (const { messageId, receiptHandle: held } of messages.values())
        if (held === receiptHandle) return void messages.delete(messageId);
    },
    expireVisibility(name) {
      for (const message of queueOf(name).messages.values()) message.visibleAt = 0;
    },
    depth: (name) => queueOf(name).messages.size,
    bodies: (name) => [...queueOf(name).messages.values()].map(({ body }) => body),
  };
  return store;
}
