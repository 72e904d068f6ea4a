import type { Alert } from './alert.ts';
import { isOver } from './alert.ts';

/** Emoji by name: Slack and Teams through Amazon Q know them. */
const MARKS = {
  critical: ':rotating_light:',
  high: ':red_circle:',
  medium: ':large_orange_circle:',
  low: ':white_circle:',
} as const;

export const severityMark = (alert: Pick<Alert, 'severity' | 'reason'>): string =>
  isOver(alert) ? ':white_check_mark:' : MARKS[alert.severity];
