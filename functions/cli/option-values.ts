import { InputError } from '../adapters/input-error.ts';
import type { FailOn } from './exit-status.ts';

/** The values that options take; each reader throws an InputError that names the ones there are. */
export type AuditFormat = 'table' | 'json';
export type DiagnosisFormat = 'text' | 'json';
export type SimulationFormat = 'jsonl' | 'table';
export type PolicyFormat = 'json' | 'cloudformation' | 'terraform' | 'cli';
export type StatusFormat = 'table' | 'json' | 'markdown';
export type IncidentFormat = 'table' | 'json';
export type IncidentStates = 'unresolved' | 'all' | 'open' | 'acknowledged' | 'muted' | 'resolved';

const laterAuditFormats = ['sarif', 'junit', 'html', 'markdown'];

export function auditFormat(value: string): AuditFormat {
  if (laterAuditFormats.includes(value))
    throw new InputError('not available yet', `--format ${value}`, 'use table or json');
  return oneOf(['table', 'json'], value, '--format');
}

export function diagnosisFormat(value: string): DiagnosisFormat {
  return oneOf(['text', 'json'], value, '--format');
}

export function simulationFormat(value: string): SimulationFormat {
  return oneOf(['jsonl', 'table'], value, '--format');
}

export function policyFormat(value: string): PolicyFormat {
  return oneOf(['json', 'cloudformation', 'terraform', 'cli'], value, '--format');
}

export function statusFormat(value: string): StatusFormat {
  return oneOf(['table', 'json', 'markdown'], value, '--format');
}

export function incidentFormat(value: string): IncidentFormat {
  return oneOf(['table', 'json'], value, '--format');
}

export function incidentStates(value: string): IncidentStates {
  return oneOf(['unresolved', 'all', 'open', 'acknowledged', 'muted', 'resolved'], value, '--state');
}

/** Who said something, or why: words that somebody reads later. */
export function words(option: string) {
  return once(option, (value) => {
    if (value.trim() === '') throw new InputError('it says nothing', option, 'write it in a few words');
    if (value.length > 500) throw new InputError(`${value.length} characters`, option, 'use 500 at most');
    return value.trim();
  });
}

export function failOn(value: string): FailOn {
  return oneOf(['critical', 'high', 'medium', 'low', 'none'], value, '--fail-on');
}

/** Collects what `--region a b --region c` names. */
export function regions(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...new Set([...(before ?? []), region(value)])];
}

export function region(value: string): string {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(value))
    throw new InputError('not a Region', `--region ${value}`, 'write it as in us-east-1');
  return value;
}

/** A second value would silently replace the first. */
export function once(option: string, read: (value: string) => string = (value) => value) {
  return (value: string, before: string | undefined): string => {
    if (before !== undefined) throw new InputError('given twice', option, 'give it once');
    return read(value);
  };
}

function oneOf<const Value extends string>(values: readonly Value[], value: string, option: string): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new InputError('unknown value', `${option} ${value}`, `use ${values.join(', ')}`);
  return found;
}
