export { arnFields } from './arn.ts';
export { covers, coversAction, coversResource, intersects, intersectsAction, intersectsResource } from './cover.ts';
export { matchesResource, resourceMatch } from './resource-pattern.ts';
export { LITERAL_QUESTION_MARK, LITERAL_STAR, matchesAction, matchesWildcard } from './wildcard.ts';
