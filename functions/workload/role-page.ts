import { GUIDE } from './needs.ts';
import type { Workload } from './workload.ts';

const PAGES: Readonly<Partial<Record<Workload['type'], string>>> = {
  knowledgeBase: 'kb-permissions',
  flow: 'flows-permissions',
};

/** AWS's page on the role of a workload: it asks for models and guardrails in the words of the page on agents, or refers to it. */
export const rolePage = ({ type }: Pick<Workload, 'type'>): string =>
  `${GUIDE}/${PAGES[type] ?? 'agents-permissions'}.html`;
