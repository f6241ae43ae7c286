import type { DefinitionProblem } from '@rap/contracts/automation/definition-problem';

/** Where in the definition a problem is, as a dotted path for editors that mark the place. Empty: the whole of it. */
export function problemPath({
  node,
  port,
  field,
}: Pick<DefinitionProblem, 'node' | 'port' | 'field'>): string {
  if (node !== undefined) {
    if (port !== undefined) return `nodes.${node}.ports.${port}`;
    return field === undefined ? `nodes.${node}` : `nodes.${node}.params.${field}`;
  }
  if (field === undefined) return '';
  return field === 'filter' ? 'settings.filter' : `trigger.params.${field}`;
}
