import { confusionTables, disagreementText } from './confusion.ts';
import { disagreements, judgeLabelledRoles } from './judge-labelled-roles.ts';
import { bases, labelledRoles } from './labelled-roles.ts';

const judgements = judgeLabelledRoles(bases, labelledRoles);
const wrong = disagreements(judgements);

process.stdout.write(`${confusionTables(judgements)}\n\n`);
for (const judgement of wrong.filter(({ answered }) => answered !== undefined))
  process.stdout.write(`${disagreementText(judgement)}\n\n`);
process.stdout.write(`${labelledRoles.length} roles, ${judgements.length} answers, ${wrong.length} disagreements\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
