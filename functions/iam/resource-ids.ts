import { withVariablesAsWildcards } from './policy-variable.ts';

/** What one segment of an id is made of. */
interface Segment {
  readonly characters: RegExp;
  readonly longest: number;
  /** The whole of it, where its length and characters are not enough. */
  readonly whole: RegExp;
}

interface IdForm {
  /** What follows `agent-alias/`, split at the slashes; a string stands for itself. */
  readonly alternatives: readonly (readonly (Segment | string)[])[];
  readonly help: string;
}

const segment = (characters: string, length: number): Segment => ({
  characters: new RegExp(`^[${characters}]*$`),
  longest: length,
  whole: new RegExp(`^[${characters}]{${length}}$`),
});

const TEN = segment('0-9A-Za-z', 10);
const TWELVE = segment('0-9a-z', 12);
const TEN_AND_VERSION: Segment = {
  characters: /^[0-9A-Za-z:]*$/,
  longest: 16,
  whole: /^[0-9A-Za-z]{10}(:[0-9]{1,5})?$/,
};
const TWELVE_AND_VERSION: Segment = {
  characters: /^[0-9a-z:]*$/,
  longest: 25,
  whole: /^[0-9a-z]{12}(:[0-9]{1,12})?$/,
};
const LOWER_CASE: Segment = { characters: /^[0-9a-z]*$/, longest: 64, whole: /^[0-9a-z]+$/ };
const BASE_MODEL: Segment = { characters: /^[0-9a-z.:-]*$/, longest: 255, whole: /^[0-9a-z.:-]+$/ };
const ANYTHING: Segment = { characters: /^.*$/, longest: 2048, whole: /^.+$/ };
const NAME_AND_TEN: Segment = {
  characters: /^[0-9A-Za-z_-]*$/,
  longest: 128,
  whole: /^[0-9A-Za-z][0-9A-Za-z_-]*-[0-9A-Za-z]{10}$/,
};

const ten: IdForm = { alternatives: [[TEN]], help: 'ten letters and digits' };
const twelve: IdForm = { alternatives: [[TWELVE]], help: 'twelve lower-case letters and digits' };
const nameAndTen = (...more: readonly (readonly (Segment | string)[])[]): IdForm => ({
  alternatives: [[NAME_AND_TEN], ...more],
  help: 'the name, a hyphen, and ten letters and digits',
});

/** By service and kind of resource: the forms in the models of the Bedrock APIs. */
const ID_FORMS: Readonly<Record<string, IdForm>> = {
  'bedrock agent': ten,
  'bedrock knowledge-base': ten,
  'bedrock agent-alias': {
    alternatives: [[TEN, TEN]],
    help: 'the ids of the agent and of the alias, ten letters and digits each',
  },
  'bedrock flow': {
    alternatives: [[TEN], [TEN, 'alias', TEN], [TEN, 'alias', TEN, 'execution', ANYTHING]],
    help: 'ten letters and digits, and for an alias `/alias/` and its id',
  },
  'bedrock prompt': {
    alternatives: [[TEN_AND_VERSION]],
    help: 'ten letters and digits, and for a version `:` and its number',
  },
  'bedrock guardrail': { alternatives: [[LOWER_CASE]], help: 'lower-case letters and digits, without a version' },
  'bedrock automated-reasoning-policy': {
    alternatives: [[TWELVE_AND_VERSION]],
    help: 'twelve lower-case letters and digits, and for a version `:` and its number',
  },
  'bedrock custom-model': {
    alternatives: [[BASE_MODEL, TWELVE]],
    help: 'the base model or `imported`, a slash, and twelve lower-case letters and digits',
  },
  'bedrock custom-model-deployment': twelve,
  'bedrock evaluation-job': twelve,
  'bedrock imported-model': twelve,
  'bedrock model-copy-job': twelve,
  'bedrock model-import-job': twelve,
  'bedrock model-invocation-job': twelve,
  'bedrock provisioned-model': twelve,
  'bedrock-agentcore runtime': nameAndTen([NAME_AND_TEN, 'runtime-endpoint', ANYTHING]),
  'bedrock-agentcore memory': nameAndTen(),
  'bedrock-agentcore gateway': nameAndTen(),
};

/** How the id of this kind of resource is written, when the pattern can be none; undefined when it can. */
export function idProblem(service: string, kind: string, id: string): string | undefined {
  const name = `${service} ${kind}`;
  const form = Object.hasOwn(ID_FORMS, name) ? ID_FORMS[name] : undefined;
  if (form === undefined) return undefined;
  const parts = withVariablesAsWildcards(id).split('/');
  return form.alternatives.some((segments) => couldBe(parts, segments)) ? undefined : form.help;
}

/** Could the pattern stand for an id of these segments? Only a `*` stands for a slash. */
function couldBe(parts: readonly string[], segments: readonly (Segment | string)[]): boolean {
  if (parts.length > segments.length) return false;
  const isShorter = parts.length < segments.length;
  for (const [index, part] of parts.entries()) {
    const expected = segments[index];
    if (expected === undefined) return false;
    if (isShorter && part.includes('*')) return couldBeSegment(`${part.slice(0, part.indexOf('*'))}*`, expected);
    if (!couldBeSegment(part, expected)) return false;
  }
  return !isShorter;
}

function couldBeSegment(part: string, expected: Segment | string): boolean {
  if (typeof expected === 'string') return part === expected || (/[*?]/.test(part) && startsAlike(part, expected));
  if (!/[*?]/.test(part)) return expected.whole.test(part);
  const fixed = part.replaceAll('*', '');
  return fixed.length <= expected.longest && expected.characters.test(fixed.replaceAll('?', ''));
}

const startsAlike = (pattern: string, text: string): boolean =>
  text.startsWith(pattern.slice(0, pattern.search(/[*?]/)));
