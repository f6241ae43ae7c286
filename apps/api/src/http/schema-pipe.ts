import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { fieldProblems } from './field-problems.ts';
import { unstorableText } from './unstorable-text.ts';
import { unreadable } from './problem-error.ts';

/** Checks body, query and parameters against the schema of their decorator. Faults come back at their field, all at once. */
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { schema } = metadata;
    if (!schema || metadata.type === 'custom') return value;
    const unstorable = unstorableText(value, metadata.type === 'body' ? '' : (metadata.data ?? ''));
    if (unstorable.length > 0) throw unreadable(unstorable);
    const checked = await schema['~standard'].validate(value);
    if (!checked.issues) return checked.value;
    const issues = checked.issues as readonly z.core.$ZodIssue[]; // every schema of ours is zod's
    const errors = fieldProblems(issues, metadata.type === 'body' ? '' : (metadata.data ?? ''));
    throw unreadable(errors);
  }
}
