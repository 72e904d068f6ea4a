import { at, listAt, textAt } from '../fields.ts';

/** Every node of a flow's definition, those inside loops included. A loop in a loop is no deeper call: text may nest without end. */
export function definitionNodes(definition: unknown): readonly unknown[] {
  const nodes: unknown[] = [];
  const definitions: unknown[] = [definition];
  for (let next = definitions.pop(); next !== undefined; next = definitions.pop())
    for (const node of listAt(next, 'nodes')) {
      nodes.push(node);
      if (textAt(node, 'type') === 'Loop') definitions.push(at(node, 'configuration', 'loop', 'definition'));
    }
  return nodes;
}
