import { baseSnapshots, denialCases } from './denial-case.ts';
import { goalsMissed } from './denial-goals.ts';
import { denialTables, denialText, score } from './denial-tables.ts';
import { judgeDenials } from './judge-denials.ts';

const judgements = judgeDenials(baseSnapshots, denialCases);
const wrong = judgements.filter(({ first, wronglyProven }) => !first || wronglyProven.length > 0);
const { cases, first, amongThree } = score(judgements.filter(({ counts }) => counts));
const missed = goalsMissed(judgements);

process.stdout.write(`${wrong.map(denialText).join('\n\n')}\n\n${denialTables(judgements)}\n\n`);
process.stdout.write(
  `${judgements.length} denials; of ${cases} that count, ${first} first, ${amongThree} among three\n`,
);
for (const line of missed) process.stdout.write(`missed: ${line}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;
