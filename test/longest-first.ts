import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest on a small machine, longest first: begun last, one of them would run alone at the end. */
const LONGEST = [
  'end-to-end/alerts.test.ts',
  'iam/differential.test.ts',
  'end-to-end/compliance-alerts.test.ts',
  'end-to-end/config-rules.test.ts',
  'adapters/large-account.test.ts',
  'handlers/sweep-account.test.ts',
  'cli/audit.test.ts',
  'cli/diagnose.test.ts',
  'infra/package.test.ts',
  'accuracy/denials.test.ts',
  'handlers/judge-slice.test.ts',
];

/** The order in which files are begun; it changes nothing else, and does not depend on earlier runs. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}`));
      return index < 0 ? LONGEST.length : index;
    };
    return files.toSorted((one, other) => place(one) - place(other) || (one.moduleId < other.moduleId ? -1 : 1));
  }
}
